package dev.steward.application;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The time, and nothing else knows it. */
public interface Clock {

    /** UTC, truncated to milliseconds: what both databases can keep. */
    Instant now();

    /** The calendar day in the zone of the installation; week keys and "today" follow it. */
    default LocalDate today() {
        return LocalDate.ofInstant(now(), zone());
    }

    ZoneId zone();
}
