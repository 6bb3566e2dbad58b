package dev.steward.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NamedValuesTest {

    private final Json.Obj object = Json.obj(List.of("title", "notes"), List.of(Json.of("Draft"), Json.NULL));

    @Test
    void isTheObjectThatAMapWouldMake() {
        assertThat(object).isEqualTo(Json.obj("title", Json.of("Draft")).with("notes", Json.NULL));
        assertThat(object.hashCode()).isEqualTo(Json.obj("title", Json.of("Draft")).with("notes", Json.NULL).hashCode());
        assertThat(object.get("notes")).isEqualTo(Json.NULL);
        assertThat(object.get("body")).isNull();
        assertThat(object.members()).containsOnlyKeys("title", "notes").hasSize(2);
    }

    @Test
    void isChangedAsACopy() {
        assertThat(object.with("title", Json.of("Final")).members().keySet()).containsExactly("title", "notes");
        assertThat(object.without("title").members().keySet()).containsExactly("notes");
        assertThat(object.get("title")).isEqualTo(Json.of("Draft"));
        assertThatThrownBy(() -> object.members().put("title", Json.NULL)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void growsAsAMapWouldHoweverManyItHas() {
        Map<String, Json> map = new LinkedHashMap<>();
        Json.Obj grown = Json.EMPTY;
        Json.Obj few = Json.obj("0", Json.of(0));
        for (int n = 0; n < 3 * NamedValues.FEW; n++) {
            map.put(String.valueOf(n), Json.of(n));
            grown = grown.with(String.valueOf(n), Json.of(n));
            few = few.with(String.valueOf(n), Json.of(n)).with("0", Json.of(n));
            assertThat(grown.members()).containsExactlyEntriesOf(map);
            assertThat(few).isEqualTo(grown.with("0", Json.of(n)));
            assertThat(few.members().keySet()).containsExactlyElementsOf(map.keySet());
            assertThat(few.members()).hasSize(n + 1).hasSameHashCodeAs(grown.with("0", Json.of(n)).members());
        }
    }

    @Test
    void everyNameHasAValue() {
        assertThatThrownBy(() -> Json.obj(List.of("title"), List.of())).isInstanceOf(IllegalArgumentException.class).hasMessage("1 names for 0 values");
        assertThat(Json.obj(List.of(), List.of()).members()).isEqualTo(Map.of());
    }
}
