package dev.steward.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.Json;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    void equalValuesHaveOneText() {
        Json.Obj one = Json.obj("b", new Json.Num(new BigDecimal("1.50"))).with("a", Json.of(List.of(Json.NULL, Json.of(true), Json.of("ü\"\\\n\u0001"))));
        Json.Obj other = Json.obj("a", Json.of(List.of(Json.NULL, Json.of(true), Json.of("ü\"\\\n\u0001")))).with("b", new Json.Num(new BigDecimal("1.5")));
        assertThat(CanonicalJson.write(one)).isEqualTo("{\"a\":[null,true,\"ü\\\"\\\\\\n\\u0001\"],\"b\":1.5}").isEqualTo(CanonicalJson.write(other));
        assertThat(CanonicalJson.write(new Json.Num(new BigDecimal("1E+3")))).isEqualTo("1000");
        assertThat(CanonicalJson.write(new Json.Num(new BigDecimal("0.00")))).isEqualTo("0");
    }

    @Test
    void theHashIsThatOfTheTextInUtf8() {
        assertThat(CanonicalJson.sha256(Json.EMPTY)).isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(CanonicalJson.sha256(Json.of("ü"))).isNotEqualTo(CanonicalJson.sha256(Json.of("u")));
    }
}
