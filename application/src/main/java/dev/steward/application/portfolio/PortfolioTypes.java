package dev.steward.application.portfolio;

import dev.steward.application.Type;
import dev.steward.domain.portfolio.Color;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.portfolio.WeekKey;

/** How the portfolio's values look outside. */
final class PortfolioTypes {

    static final Type<String> COLOR = Type.ofText(Color::parse, color -> color, "#RRGGBB, or empty.");
    static final Type<Slug> SLUG = Type.ofText(text -> Slug.parse("slug", text), Slug::value, "Letters, digits and hyphens.");
    static final Type<WeekKey> WEEK_KEY = Type.ofText(text -> WeekKey.parse("week_key", text), WeekKey::toString,
            "ISO week-year, dot, week: 2026.15. Input also takes 2026.05 and 2026-W05.");

    private PortfolioTypes() {
    }
}
