package dev.steward.http.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LuceneAnalysisTest {

    private final LuceneAnalysis analysis = new LuceneAnalysis();

    private void alike(String... words) {
        for (String word : words) {
            assertThat(analysis.asked(word)).as(word).isEqualTo(analysis.asked(words[0])).isNotEmpty();
            assertThat(analysis.words(word)).as(word).containsAll(analysis.asked(word));
        }
    }

    @Test
    void formsOfOneWordAreOneWord() {
        alike("retry", "retries", "Retried", "RETRY's");
        alike("Größe", "groesse", "GRÖSSE", "grosse");
        alike("Datenbank", "Datenbanken");
        alike("Sicherungsdatei", "Sicherungsdateien");
        alike("query", "queries");
        alike("server", "servers");
        alike("worker", "workers");
        alike("cafe", "Café", "ＣＡＦＥ");
    }

    @Test
    void chineseIsFoundByPairsAndByEachCharacter() {
        assertThat(analysis.words("数据库迁移")).contains("数据", "据库", "库迁", "迁移", "数", "移");
        assertThat(analysis.asked("数据库")).containsExactly("数据", "据库");
        assertThat(analysis.asked("库")).containsExactly("库");
    }

    @Test
    void compoundsAreFoundByTheirPartsAndAsAWhole() {
        assertThat(analysis.words("snake_case_name")).contains("snakecasenam").hasSize(4);
        assertThat(analysis.words("3.14")).containsExactly("3", "14", "314");
    }

    @Test
    void wordsThatEveryTextHasDoNotCountUnlessThereAreNoOthers() {
        assertThat(analysis.asked("what is the lock")).containsExactlyElementsOf(analysis.asked("lock"));
        assertThat(analysis.asked("wo ist die Sperre")).containsExactlyElementsOf(analysis.asked("Sperre"));
        assertThat(analysis.asked("the")).isNotEmpty();
        assertThat(analysis.asked("lock lock LOCK")).hasSize(1);
    }

    @Test
    void whateverComesWordsHoldNothingThatMeansAnythingToADatabase() {
        Random random = new Random(20260406);
        List<String> strange = List.of("\"", "'", "\\", "#", "#wabc", "*", "|", "&", "\u0001", "\u00a0", "\u2028", "ﬁ", "½", "⑴", "😀", "👩‍👩‍👧", "İı", "e\u0301", "\u202e", "한국어", "ไทย", "a\tb", "x".repeat(300), "𠮷野家");
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(strange.get(random.nextInt(strange.size()))).append(random.nextBoolean() ? " " : "");
            }
            assertThat(analysis.words(text.toString())).as(text.toString()).allSatisfy(word -> assertThat(word)
                    .matches("[a-z0-9[^\\x00-\\x7f]&&[^\\s\\p{Z}\\p{Cntrl}]]{1,64}"));
        }
        assertThat(analysis.words("")).isEmpty();
        assertThat(analysis.asked("?!")).isEmpty();
    }
}
