package dev.steward.application.workspace;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.application.Page;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.workspace.Event;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Bench bench = new Bench();

    private Settings.Effective put(String key, Object value) {
        return bench.write(unit -> bench.settings.put(unit, key, Settings.SHAPE.read(body("value", value))));
    }

    private Settings.Effective get(String key) {
        return bench.read(unit -> bench.settings.get(unit, key));
    }

    private void delete(String key) {
        bench.write(unit -> {
            bench.settings.delete(unit, key);
            return true;
        });
    }

    @Test
    void theDefaultHoldsUntilSomethingIsPutAndAgainAfterItIsDeleted() {
        assertThat(get("default_session_minutes")).satisfies(setting -> {
            assertThat(setting.isDefault()).isTrue();
            assertThat(setting.value()).isEqualTo(Json.of(90));
        });
        put("default_session_minutes", 60);
        put("default_session_minutes", 60);
        assertThat(get("default_session_minutes").isDefault()).isFalse();
        assertThat(bench.<Integer>read(bench.settings::defaultSessionMinutes)).isEqualTo(60);
        delete("default_session_minutes");
        delete("default_session_minutes");

        assertThat(get("default_session_minutes").value()).isEqualTo(Json.of(90));
        assertThat(bench.eventTypes()).containsExactly("setting.updated", "setting.deleted");
        assertThat(bench.lastEvent().payload()).isEqualTo(body("key", "default_session_minutes",
                "changes", body("value", body("from", 60, "to", 90))));
    }

    @Test
    void knownKeysHaveRulesAndOthersKeepAnything() {
        assertThat(violations(() -> put("theme", "green"))).containsExactly("/value unknown_word");
        assertThat(violations(() -> put("default_session_minutes", 14))).containsExactly("/value out_of_range");
        assertThat(violations(() -> put("weekly_budget_hours", -1))).containsExactly("/value out_of_range");
        assertThat(violations(() -> put("sidebar_collapsed", null))).containsExactly("/value wrong_type");
        assertThat(put("default_project_id", null).value()).isEqualTo(Json.NULL);
        assertThat(put("my.own-key", body("a", List.of(1, "b"))).value()).isEqualTo(body("a", List.of(1, "b")));
        assertThat(refusal(() -> put("no key", 1))).isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(refusal(() -> get("nothing.here"))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> delete("nothing.here"))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void hoursMayHaveDecimals() {
        put("weekly_budget_hours", new Json.Num(new BigDecimal("7.5")));

        assertThat(bench.<Integer>read(bench.settings::weeklyBudgetMinutes)).isEqualTo(450);
    }

    @Test
    void theListHoldsKnownAndStoredKeysInOrder() {
        put("zoo", 1);

        assertThat(bench.<List<Settings.Effective>>read(bench.settings::list)).extracting(Settings.Effective::key)
                .isSorted().contains("theme", "zoo", "score_formula");
    }

    @Test
    void theLogIsReadFromBothEndsInPages() {
        for (int i = 1; i <= 5; i++) {
            put("key", i);
        }

        Page<Event> first = bench.read(unit -> bench.events.after(unit, 0, EventStore.Filter.NONE, 3));
        assertThat(first.items()).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
        assertThat(first.next()).contains(List.of(3L));
        Page<Event> newest = bench.read(unit -> bench.events.before(unit, Long.MAX_VALUE, EventStore.Filter.NONE, 5));
        assertThat(newest.items()).extracting(Event::sequence).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(newest.next()).isEmpty();
        assertThat(EventLog.SHAPE.render(newest.items().getFirst()).members()).containsEntry("sequence", Json.of(5))
                .containsEntry("type", Json.of("setting.updated")).containsEntry("actor", body("kind", "user", "id", "t1", "label", "test"))
                .containsEntry("request_id", Json.of("r1")).containsEntry("project_id", Json.NULL);
    }
}
