package dev.steward.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PaddedTest {

    @Test
    void theLastIsRepeatedUpToAPowerOfTwo() {
        assertThat(Jdbc.padded(List.of())).isEmpty();
        assertThat(Jdbc.padded(List.of("a"))).containsExactly("a");
        assertThat(Jdbc.padded(List.of("a", "b"))).containsExactly("a", "b");
        assertThat(Jdbc.padded(List.of("a", "b", "c"))).containsExactly("a", "b", "c", "c");
        assertThat(Jdbc.padded(List.of("a", "b", "c", "d"))).hasSize(4);
        assertThat(Jdbc.padded(List.of("a", "b", "c", "d", "e"))).containsExactly("a", "b", "c", "d", "e", "e", "e", "e");
    }
}
