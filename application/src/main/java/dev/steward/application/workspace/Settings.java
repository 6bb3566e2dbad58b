package dev.steward.application.workspace;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.workspace.Setting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a workspace. A known key has a rule and a default, which holds while nothing, or an imported value that breaks the
 * rule, is stored. Other keys keep whatever clients put there. Changes record {@code setting.updated} and {@code setting.deleted}.
 */
public final class Settings {

    public static final NumberRule SESSION_MINUTES = new NumberRule(15, 480);

    public enum Theme implements Word { LIGHT, DARK }

    public enum LogLevel implements Word { DEBUG, INFO, WARNING, ERROR }

    /**
     * A key with a rule.
     *
     * @param nullable whether null may be put
     */
    private record Known<T>(String key, Type<T> type, Json fallback, boolean nullable, String description) {

        private static <T> Known<T> of(String key, Type<T> type, T fallback, String description) {
            return new Known<>(key, type, type.render(fallback), false, description);
        }

        /** What is stored, or null when it breaks the rule. */
        private @Nullable T read(Json stored) {
            Violations violations = new Violations();
            T value = type.parse(stored, "", violations);
            return violations.isEmpty() ? value : null;
        }
    }

    private static final Known<Integer> DEFAULT_SESSION_MINUTES =
            Known.of("default_session_minutes", Type.integer(SESSION_MINUTES), 90, "Length of a session whose body has none.");
    private static final Known<BigDecimal> WEEKLY_BUDGET_HOURS =
            Known.of("weekly_budget_hours", new Hours(), BigDecimal.valueOf(12), "What a week's sessions are held against.");
    private static final Known<Integer> SCORE_FORMULA =
            Known.of("score_formula", Type.integer(new NumberRule(1, 2)), 2, "How scores are computed: with 1, cancelled milestones count as not done.");

    private static final Known<Integer> EVENT_RETENTION_DAYS = Known.of("event_retention_days", Type.integer(new NumberRule(0, 36_500)), 365,
            "How long events are kept; 0 keeps them for ever. Older ones are forgotten once a day.");

    private static final List<Known<?>> CATALOGUE = List.of(
            DEFAULT_SESSION_MINUTES,
            WEEKLY_BUDGET_HOURS,
            SCORE_FORMULA,
            EVENT_RETENTION_DAYS,
            Known.of("theme", Type.word(Theme.class), Theme.LIGHT, "Of user interfaces."),
            Known.of("log_level", Type.word(LogLevel.class), LogLevel.INFO, "Of clients; the server has its own."),
            Known.of("sidebar_collapsed", Type.bool(), false, "Of user interfaces."),
            new Known<>("default_project_id", Type.id(), Json.NULL, true, "The project that clients open, or null."),
            Known.of("keyboard_shortcuts", Type.object(20_000), Json.EMPTY, "Of user interfaces: keys by the name of what they do."));

    private static final int MAX_CHARACTERS = 100_000;
    private static final int MAX_SETTINGS = 1_000;
    private static final Pattern KEY_WRITTEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    /**
     * A setting as it holds now.
     *
     * @param stored null while the default holds
     */
    public record Effective(String key, Json value, String description, @Nullable Setting stored) {

        public boolean isDefault() {
            return stored == null;
        }

        /** 0 while nothing is stored. */
        public long version() {
            return stored == null ? 0 : stored.version();
        }

        private @Nullable Instant updatedAt() {
            return stored == null ? null : stored.meta().updatedAt();
        }
    }

    private static final Field<Json> VALUE = Field.of("value", Type.any(MAX_CHARACTERS)).mandatory().doc("By the rule of its key, any JSON for others.")
            .example(Json.of(60));

    public static final Shape<Effective> SHAPE = Shape.<Effective>of("setting")
            .output(Field.text("key", TextRule.required(100)).example("default_session_minutes"), Effective::key)
            .input(VALUE, Effective::value)
            .output(Field.bool("is_default").doc("Whether nothing is stored."), Effective::isDefault)
            .output(Field.text("description", TextRule.optional(200)).doc("Empty for keys that Steward does not know."), Effective::description)
            .output(Shape.whole("version").doc("The ETag; 0 while nothing is stored."), Effective::version)
            .output(Field.instant("updated_at").optional(), Effective::updatedAt)
            .build();

    /** Every known setting and every stored one, by key. */
    public List<Effective> list(UnitOfWork unit) {
        Map<String, Effective> byKey = new TreeMap<>();
        CATALOGUE.forEach(known -> byKey.put(known.key(), effective(known.key(), null)));
        unit.store(SettingStore.class).list(Query.all(MAX_SETTINGS + CATALOGUE.size()))
                .forEach(setting -> byKey.put(setting.key(), effective(setting.key(), setting)));
        return new ArrayList<>(byKey.values());
    }

    /** @throws RefusedException {@code not_found} for a key that is neither known nor stored */
    public Effective get(UnitOfWork unit, String key) {
        Optional<Setting> stored = unit.store(SettingStore.class).findByKey(key);
        if (stored.isEmpty() && known(key).isEmpty()) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "There is no setting '" + key + "' in this workspace.");
        }
        return effective(key, stored.orElse(null));
    }

    /** The setting as it holds now, also for a key that is neither known nor stored: null, at version 0. */
    public Effective current(UnitOfWork unit, String key) {
        return effective(key, unit.store(SettingStore.class).findByKey(key).orElse(null));
    }

    /**
     * Stores a value. The same again changes nothing.
     *
     * @throws InvalidException when the key cannot be one, or the value breaks its rule
     */
    public Effective put(UnitOfWork unit, String key, Values values) {
        if (!KEY_WRITTEN.matcher(key).matches()) {
            throw new InvalidException(ErrorCode.INVALID_PARAMETER, Violations.check().add("key", "invalid_key",
                    "A key is 1 to 100 letters, digits, dots, hyphens and underscores, starting with a letter or digit.").found());
        }
        Json value = checked(key, values.get(VALUE));
        SettingStore settings = unit.store(SettingStore.class);
        Optional<Setting> before = settings.findByKey(key);
        if (before.isPresent() && before.get().value().equals(value)) {
            return effective(key, before.get());
        }
        Setting after;
        if (before.isPresent()) {
            after = new Setting(before.get().meta().next(unit.now()), key, value);
            settings.update(before.get(), after);
        } else {
            requireRoom(settings, key);
            after = new Setting(unit.firstMeta(), key, value);
            settings.insert(after);
        }
        record(unit, after, "updated", effective(key, before.orElse(null)), effective(key, after));
        return effective(key, after);
    }

    /**
     * Back to the default; without a default, the key is gone. What holds its default already changes nothing.
     *
     * @throws RefusedException {@code not_found} for a key that is neither known nor stored
     */
    public void delete(UnitOfWork unit, String key) {
        Effective before = get(unit, key);
        if (before.stored() != null) {
            unit.store(SettingStore.class).delete(before.stored());
            record(unit, before.stored(), "deleted", before, effective(key, null));
        }
    }

    public int defaultSessionMinutes(UnitOfWork unit) {
        return value(unit, DEFAULT_SESSION_MINUTES);
    }

    /** Rounded half to even. */
    public int weeklyBudgetMinutes(UnitOfWork unit) {
        return value(unit, WEEKLY_BUDGET_HOURS).multiply(BigDecimal.valueOf(60)).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    }

    /** 1 or 2. */
    public int scoreFormula(UnitOfWork unit) {
        return value(unit, SCORE_FORMULA);
    }

    /** 0: for ever. */
    public int eventRetentionDays(UnitOfWork unit) {
        return value(unit, EVENT_RETENTION_DAYS);
    }

    private static <T> T value(UnitOfWork unit, Known<T> known) {
        T value = unit.store(SettingStore.class).findByKey(known.key()).map(setting -> known.read(setting.value()))
                .orElseGet(() -> known.read(known.fallback()));
        if (value == null) {
            throw new IllegalStateException("The default of " + known.key() + " breaks its rule");
        }
        return value;
    }

    private static Effective effective(String key, @Nullable Setting stored) {
        Json fallback = known(key).map(Known::fallback).orElse(Json.NULL);
        return new Effective(key, stored == null ? fallback : stored.value(), known(key).map(Known::description).orElse(""), stored);
    }

    private static Json checked(String key, Json value) {
        Violations violations = new Violations();
        known(key).filter(known -> !(known.nullable() && value.equals(Json.NULL)))
                .ifPresent(known -> known.type().parse(value, Violations.pointer(VALUE.name()), violations));
        violations.done();
        return value;
    }

    private static void requireRoom(SettingStore settings, String key) {
        if (known(key).isEmpty() && settings.count(Query.all(1)) >= MAX_SETTINGS) {
            Violations.check().add("", "too_many", "A workspace keeps " + MAX_SETTINGS + " settings; delete one that is not used any more.").done();
        }
    }

    private static void record(UnitOfWork unit, Setting setting, String verb, Effective before, Effective after) {
        Json.Obj change = Json.obj("from", before.value()).with("to", after.value());
        unit.record("setting." + verb, "setting", setting.id().value(), null,
                Json.obj("key", Json.of(setting.key())).with("changes", Json.obj(VALUE.name(), change)));
    }

    private static Optional<Known<?>> known(String key) {
        return CATALOGUE.stream().<Known<?>>map(known -> known).filter(known -> known.key().equals(key)).findFirst();
    }

    /** Hours of a week, with up to two decimals. */
    private record Hours() implements Type<BigDecimal> {

        private static final BigDecimal MAX = BigDecimal.valueOf(168);

        @Override
        public @Nullable BigDecimal parse(Json json, String pointer, Violations violations) {
            BigDecimal hours = Type.decimal().parse(json, pointer, violations);
            if (hours == null) {
                return null;
            }
            boolean fits = hours.signum() >= 0 && hours.compareTo(MAX) <= 0 && hours.stripTrailingZeros().scale() <= 2;
            violations.rule(fits, pointer, "out_of_range", "Must be 0 to 168 hours with at most two decimals.");
            return fits ? hours : null;
        }

        @Override
        public Json render(BigDecimal value) {
            return new Json.Num(value);
        }

        @Override
        public Json.Obj describe() {
            return Type.decimal().describe().with("minimum", Json.of(0)).with("maximum", Json.of(168));
        }
    }
}
