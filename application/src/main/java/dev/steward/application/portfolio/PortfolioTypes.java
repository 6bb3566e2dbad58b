package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Query.Filter;
import dev.steward.application.Type;
import dev.steward.domain.NumberRule;
import dev.steward.domain.portfolio.Color;
import dev.steward.domain.portfolio.ProgressStatus;
import dev.steward.domain.portfolio.Score;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.portfolio.WeekKey;
import java.util.Arrays;

/** How the portfolio's values look outside. */
final class PortfolioTypes {

    static final Type<String> COLOR = Type.ofText(Color::parse, color -> color, "#RRGGBB, or empty.");
    static final Type<Slug> SLUG = Type.ofText(text -> Slug.parse("slug", text), Slug::value, "Letters, digits and hyphens.");
    static final Type<WeekKey> WEEK_KEY = Type.ofText(text -> WeekKey.parse("week_key", text), WeekKey::toString,
            "ISO week-year, dot, week: 2026.15. Input also takes 2026.05 and 2026-W05.");
    /** What both databases hold in an integer column. */
    static final NumberRule SORT_ORDER = new NumberRule(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** Neither done nor cancelled. */
    static final Filter OPEN = Filter.in("status",
            Arrays.stream(ProgressStatus.values()).filter(ProgressStatus::isOpen).<Object>map(ProgressStatus::word).toArray());

    private PortfolioTypes() {
    }

    /** A whole number that Steward computes. */
    static Field<Integer> number(String name) {
        return Field.integer(name, new NumberRule(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    static Field<Integer> count(String name) {
        return Field.integer(name, new NumberRule(0, Integer.MAX_VALUE));
    }

    static Field<Integer> score(String name) {
        return Field.integer(name, Score.VALUE);
    }
}
