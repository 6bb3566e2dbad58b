package dev.steward.domain.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.knowledge.Brief.Omission;
import dev.steward.domain.knowledge.Brief.Written;
import org.junit.jupiter.api.Test;

final class BriefTest {

    @Test
    void tokensAreGuessedByScript() {
        assertThat(Tokens.in("")).isZero();
        assertThat(Tokens.in("abcd")).isEqualTo(1);
        assertThat(Tokens.in("abcde")).isEqualTo(2);
        assertThat(Tokens.in("数据库")).isEqualTo(3);
        assertThat(Tokens.in("数据库 ok")).isEqualTo(4);
        assertThat(Tokens.first("数据库", 2)).isEqualTo("数据");
        assertThat(Tokens.first("abcdefgh", 1)).isEqualTo("abcd");
        assertThat(Tokens.first("😀😀😀😀😀", 1)).isEqualTo("😀😀😀😀");
        assertThat(Tokens.first("short", 100)).isEqualTo("short");
    }

    @Test
    void nothingInATextEndsItsFence() {
        assertThat(Brief.fenced("a")).isEqualTo("```text\na\n```\n");
        assertThat(Brief.fenced("a\n```\nb")).isEqualTo("````text\na\n```\nb\n````\n");
        assertThat(Brief.fenced("`````\n")).isEqualTo("``````text\n`````\n``````\n");
        assertThat(Brief.inline("a\n## `Heading`\u2028b")).isEqualTo("`a ## 'Heading' b`");
        assertThat(Brief.inline("x".repeat(300))).hasSize(202);
    }

    @Test
    void whatDoesNotFitIsLeftOutOrCutAndNamed() {
        Written all = new Brief(2_000).head("# Brief\n").data("the card", "\n## Card\n\n", "Short.").written();
        assertThat(all.leftOut()).isEmpty();
        assertThat(all.markdown()).isEqualTo("# Brief\n\n## Card\n\n```text\nShort.\n```\n");
        assertThat(all.tokens()).isEqualTo(Tokens.in(all.markdown()));

        Written cut = new Brief(500).head("# Brief\n").data("the card", "\n## Card\n\n", "word ".repeat(10_000)).data("artifact A", "\n## A\n\n", "x".repeat(4_000)).written();
        assertThat(cut.tokens()).isLessThanOrEqualTo(500);
        assertThat(cut.leftOut()).extracting(Omission::what).containsExactly("the rest of the card", "artifact A");
        assertThat(cut.markdown()).contains("word word", "## Left out", "- `the rest of the card` (about ", "- `artifact A` (about 1005 tokens)");
        assertThat(new Brief(500).head("# Brief\n").data("the card", "\n## Card\n\n", "word ".repeat(10_000)).data("artifact A", "\n## A\n\n", "x".repeat(4_000)).written()).isEqualTo(cut);
    }

    @Test
    void howeverMuchIsLeftOutTheBudgetHolds() {
        for (int budget = 500; budget < 1_500; budget += 37) {
            Brief brief = new Brief(budget).head("# Brief\n");
            for (int i = 0; i < 200; i++) {
                brief.data("工件".repeat(30) + i, "\n## " + i + "\n\n", "数据 and words ".repeat(i * 3));
                brief.section("section " + i, "x".repeat(i * 7));
            }
            Written written = brief.written();
            assertThat(written.tokens()).as("of %s", budget).isLessThanOrEqualTo(budget);
            assertThat(written.leftOut()).isNotEmpty();
        }
    }
}
