package dev.steward.http.knowledge;

import dev.steward.application.knowledge.TextAnalysis;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * English, German and Chinese in one chain, because nobody says in which language a text is: words by the rules of Unicode, full and half width
 * alike, lower case, Chinese, Japanese and Korean as pairs of neighbours (and each character alone, so that one of them is found, too), umlauts
 * and accents folded, English plurals off (servers is server before server is serv), then German endings, then English ones. A compound such as {@code snake_case} counts as its parts and as the whole.
 */
@Singleton
public final class LuceneAnalysis implements TextAnalysis {

    private static final int LONGEST = 64;
    private static final Set<String> EVERYWHERE = everywhere();

    private final Analyzer kept = chain(true);
    private final Analyzer asked = chain(false);

    private static Analyzer chain(boolean everyCharacter) {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer words = new StandardTokenizer();
                TokenStream chain = new LowerCaseFilter(new EnglishPossessiveFilter(new CJKWidthFilter(words)));
                chain = new CJKBigramFilter(chain, CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL, everyCharacter);
                return new TokenStreamComponents(words, chain);
            }
        };
    }

    private static Set<String> everywhere() {
        Set<String> words = new LinkedHashSet<>();
        for (CharArraySet set : List.of(EnglishAnalyzer.getDefaultStopSet(), GermanAnalyzer.getDefaultStopSet())) {
            for (Object word : set) {
                words.add(new String((char[]) word));
            }
        }
        words.addAll(List.of("how", "what", "when", "where", "which", "who", "why", "do", "does", "did", "can", "we", "i", "you", "should", "wo", "wer", "woran", "warum", "wann"));
        return Set.copyOf(words);
    }

    @Override
    public List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Stem stem = new Stem();
        for (String word : tokens(kept, text)) {
            words.addAll(stems(stem, word));
        }
        return words;
    }

    @Override
    public List<String> asked(String question) {
        List<String> tokens = tokens(asked, question);
        List<String> telling = tokens.stream().filter(word -> !EVERYWHERE.contains(word)).toList();
        Set<String> words = new LinkedHashSet<>();
        Stem stem = new Stem();
        for (String word : telling.isEmpty() ? tokens : telling) {
            words.addAll(stems(stem, word));
        }
        return List.copyOf(words);
    }

    private static List<String> tokens(Analyzer analyzer, String text) {
        List<String> tokens = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                tokens.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it reads from memory
        }
        return tokens;
    }

    /** A token's parts between signs, and of more than one also the whole without them. */
    private static List<String> stems(Stem stem, String token) {
        List<String> words = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        StringBuilder part = new StringBuilder();
        int parts = 0;
        for (int i = 0; i <= token.length(); i++) {
            char at = i == token.length() ? ' ' : token.charAt(i);
            if (at >= 0x80 || at >= 'a' && at <= 'z' || at >= '0' && at <= '9') {
                part.append(at);
                whole.append(at);
            } else if (!part.isEmpty()) {
                add(words, stem, part.toString());
                part.setLength(0);
                parts++;
            }
        }
        if (parts > 1) {
            add(words, stem, whole.toString());
        }
        return words;
    }

    private static void add(List<String> words, Stem stemming, String word) {
        if (word.length() > LONGEST) {
            return; // no word, and nobody asks for it
        }
        String stem = stemming.of(word).toLowerCase(Locale.ROOT);
        if (!stem.isEmpty() && stem.chars().allMatch(c -> c >= 0x80 && !Character.isWhitespace(c) && !Character.isSpaceChar(c) && !Character.isISOControl(c)
                || c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
            words.add(stem.length() > LONGEST ? stem.substring(0, LONGEST) : stem);
        }
    }

    /** Cuts one word to its stem, with the filters that Lucene has for it. */
    private static final class Stem extends TokenStream {

        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final TokenStream chain = new PorterStemFilter(new GermanLightStemFilter(new EnglishMinimalStemFilter(
                new ASCIIFoldingFilter(new GermanNormalizationFilter(this)))));
        private String word = "";
        private boolean given = true;

        String of(String next) {
            word = next;
            given = false;
            try {
                return chain.incrementToken() ? term.toString() : next;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean incrementToken() {
            if (given) {
                return false;
            }
            clearAttributes();
            term.append(word);
            given = true;
            return true;
        }
    }
}
