package dev.steward.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
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

    @Test
    void whatIsMoreThanAPortionStaysAsItIs() {
        assertThat(Jdbc.padded(Collections.nCopies(512, "a"))).hasSize(512);
        assertThat(Jdbc.padded(Collections.nCopies(500, "a"))).hasSize(512);
        assertThat(Jdbc.padded(Collections.nCopies(20_000, "a"))).as("32,768 are too many for SQLite").hasSize(20_000);
    }
}
