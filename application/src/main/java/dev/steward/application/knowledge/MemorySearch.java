package dev.steward.application.knowledge;

import static dev.steward.application.knowledge.Memory.number;

import dev.steward.application.Caller;
import dev.steward.application.CompactJson;
import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.application.knowledge.MemoryEmbeddingStore.Embedding;
import dev.steward.application.knowledge.MemoryTextStore.Document;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.knowledge.FeedbackCounts;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryRetrieval.Purpose;
import dev.steward.domain.knowledge.MemoryScope;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Kind;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryVector;
import dev.steward.domain.knowledge.TermScore;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds memory again: by its words always, by its meaning too when an embedder is configured and answers; both orders are joined by rank
 * (reciprocal rank fusion, k = 60), scope by scope. Which memories have which words, the database says; in which order they come is
 * computed here from the words alone, so both databases give the same.
 *
 * <p>However much there is, a search looks at a bounded part of it: of each scope some {@value TermScore#COMMON} memories that have the
 * rarest words of the question; where all its words are common, those that have several of them; where that are too many still, the newest.
 */
public final class MemorySearch {

    public static final NumberRule LIMIT = new NumberRule(1, 50);
    public static final int USUAL_LIMIT = 10;

    /** A question has as many words; of a longer one the first ones count. */
    private static final int MAX_WORDS = 32;
    private static final int NEWEST = 200;
    /** The newest vectors of a scope are compared, all of those. */
    private static final int VECTORS = 5_000;
    private static final int NEAREST = 50;
    private static final double FUSION = 60;

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);

    private static final Field<String> QUERY = Field.text("query", MemoryRetrieval.QUERY).mandatory().doc("Words in any language; signs have no meaning.")
            .example("deadlock while two servers migrate");
    private static final Field<ProjectReference> PROJECT_ID = Field.of("project_id", ProjectReference.field().type()).optional()
            .doc("Its memory comes before that of the rest of the workspace; id or slug.");
    private static final Field<Id<Card>> CARD_ID = Field.<Card>id("card_id").optional().doc("Its memory comes first of all.");
    private static final Field<List<Kind>> KINDS = Field.of("kinds", Type.list(Type.word(Kind.class), Kind.values().length)).orElse(List.of()).doc("Only these kinds; any when not given.");
    private static final Field<List<Status>> STATUS = Field.of("status", Type.list(Type.word(Status.class), Status.values().length)).orElse(List.of())
            .doc("Only these; draft and approved when not given.").example(List.of(Status.APPROVED));
    private static final Field<Boolean> INCLUDE_SUPERSEDED = Field.bool("include_superseded").orElse(false).doc("Also what was superseded; rejected is only found by status.");
    private static final Field<Integer> LIMIT_FIELD = Field.integer("limit", LIMIT).orElse(USUAL_LIMIT)
            .doc("Of ten, four are of the card, four of the project and two of the workspace, while each has as many.");

    /** The body of a search. */
    public static final Shape<Void> ASKING = Shape.<Void>of("memory_query").input(QUERY, none -> null).input(PROJECT_ID, none -> null).input(CARD_ID, none -> null)
            .input(KINDS, none -> null).input(STATUS, none -> null).input(INCLUDE_SUPERSEDED, none -> null).input(LIMIT_FIELD, none -> null).build();

    /**
     * A question.
     *
     * @param statuses what of the memory it is asked of
     */
    public record Question(String query, MemoryPlace place, Set<Kind> kinds, Set<Status> statuses, int limit) {
        public Question {
            kinds = Set.copyOf(kinds);
            statuses = Set.copyOf(statuses);
        }

        Json.Obj json() {
            Id<Project> project = place.project();
            Id<Card> card = place.card();
            return Json.obj("query", Json.of(query)).with("project_id", Json.of(project == null ? null : project.toString()))
                    .with("card_id", Json.of(card == null ? null : card.toString()))
                    .with("kinds", words(kinds)).with("status", words(statuses)).with("limit", Json.of(limit));
        }

        private static <W extends Enum<W> & Word> Json words(Set<W> words) {
            return Json.of(words.stream().sorted().map(word -> Json.of(word.word())).toList());
        }

        static Question of(MemoryRetrieval kept) {
            Json.Obj asked = kept.asked();
            return new Question(kept.query(), new MemoryPlace(kept.projectId(), kept.cardId()), words(Kind.class, asked.get("kinds")), words(Status.class, asked.get("status")),
                    asked.get("limit") instanceof Json.Num number ? number.value().intValueExact() : USUAL_LIMIT);
        }

        private static <W extends Enum<W> & Word> Set<W> words(Class<W> vocabulary, @Nullable Json json) {
            Set<W> words = EnumSet.noneOf(vocabulary);
            if (json instanceof Json.Arr array) {
                array.items().forEach(item -> Word.find(vocabulary, item instanceof Json.Text text ? text.value() : "").ifPresent(words::add));
            }
            return words;
        }
    }

    /** Whether vectors took part, and why not. */
    public record Vectors(boolean used, String reason) {
        Json.Obj json() {
            return VECTORS_SHAPE.render(this);
        }
    }

    private static final Shape<Vectors> VECTORS_SHAPE = Shape.<Vectors>of("memory_vectors")
            .output(Field.bool("used"), Vectors::used)
            .output(Field.text("reason", ANY_TEXT).doc("Why there are none; empty when they took part.").example("No embedder is configured."), Vectors::reason)
            .build();

    /**
     * A memory that answers, and why it stands where it does.
     *
     * @param textRank within its scope, from 1; 0 when no word is common
     * @param vectorRank within its scope, from 1; 0 when its vector was not compared, or is not among the nearest
     */
    public record Hit(Document document, MemoryScope scope, double score, TermScore text, int textRank, double similarity, int vectorRank, FeedbackCounts feedback) {
    }

    /** The answer to a question, before it is kept. */
    public record Found(Question question, List<Hit> hits, Vectors vectors) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    private static final Shape<TermScore.Match> MATCH = Shape.<TermScore.Match>of("matched_word")
            .output(Field.text("word", ANY_TEXT).doc("As it is compared: folded and cut to its stem.").example("deadlock"), TermScore.Match::term)
            .output(Field.integer("occurrences", count()).doc("In this memory; twice as many for its title."), TermScore.Match::occurrences)
            .output(Field.integer("units", count()).doc("How many memories have it, counted up to " + TermScore.COMMON + ": the fewer, the more it counts."), TermScore.Match::units)
            .build();
    private static final Shape<Hit> TEXT = Shape.<Hit>of("text_match")
            .output(Field.of("score", decimal()), hit -> hit.text().score())
            .output(Field.integer("rank", count()).doc("Within its scope."), Hit::textRank)
            .output(Field.of("words", Type.outputs(MATCH)), hit -> hit.text().terms())
            .build();
    private static final Shape<Hit> VECTOR = Shape.<Hit>of("vector_match")
            .output(Field.of("similarity", decimal()).doc("Cosine, from -1 to 1."), Hit::similarity)
            .output(Field.integer("rank", count()).doc("Within its scope."), Hit::vectorRank)
            .build();
    private static final Shape<FeedbackCounts> FEEDBACK = Shape.<FeedbackCounts>of("feedback_counts")
            .output(Field.integer("useful", count()), FeedbackCounts::useful)
            .output(Field.integer("not_useful", count()), FeedbackCounts::notUseful)
            .output(Field.integer("wrong", count()), FeedbackCounts::wrong)
            .output(Field.of("factor", decimal()).doc("What the score was multiplied by."), FeedbackCounts::factor)
            .output(Field.bool("is_doubted").doc("More called it wrong than useful: it comes last in its scope."), FeedbackCounts::isDoubted)
            .build();
    private static final Shape<Hit> HIT = Shape.<Hit>of("memory_hit")
            .output(Field.<MemoryUnit>id("memory_unit_id"), hit -> hit.document().id())
            .output(Field.word("scope", MemoryScope.class).doc("Hits of the card come first, then those of the project, then the rest."), Hit::scope)
            .output(Field.of("score", decimal()).doc("1/(60 + rank) of text and of vector together, times the factor of feedback; orders the hits of a scope."), Hit::score)
            .output(Field.of("text", Type.output(TEXT)).optional().doc("Null when no word is common."), hit -> hit.textRank() == 0 ? null : hit)
            .output(Field.of("vector", Type.output(VECTOR)).optional().doc("Null when vectors had no part in it."), hit -> hit.vectorRank() == 0 ? null : hit)
            .output(Field.of("feedback", Type.output(FEEDBACK)), Hit::feedback)
            .build();

    /** The answer to a search. */
    public static final Shape<Void> ANSWER = Shape.<Void>of("memory_answer")
            .output(Field.<MemoryRetrieval>id("retrieval_id").doc("Under which question and answer are kept."), none -> null)
            .output(Field.of("hits", Type.list(Type.object(Integer.MAX_VALUE), LIMIT.max())).doc("Each with its rank, the memory, and what made its rank."), none -> null)
            .output(Field.of("vectors", Type.output(VECTORS_SHAPE)), none -> null)
            .build();

    /** What a question that is asked again finds. */
    public static final Shape<Void> REPLAYED = Shape.<Void>of("memory_replay")
            .output(Field.<MemoryRetrieval>id("retrieval_id"), none -> null)
            .output(Field.of("answered", Type.list(Type.object(Integer.MAX_VALUE), LIMIT.max())).doc("The hits as they were."), none -> null)
            .output(Field.of("today", Type.list(Type.object(Integer.MAX_VALUE), LIMIT.max())).doc("The hits as they would be now."), none -> null)
            .output(Field.of("moved", Type.list(Type.object(Integer.MAX_VALUE), 2 * LIMIT.max())).doc("What is not where it was, with the rank it had and has; null for none."), none -> null)
            .output(Field.of("vectors", Type.output(VECTORS_SHAPE)), none -> null)
            .build();

    private final Units units;
    private final Memory memory;
    private final TextAnalysis analysis;
    private final Embedder embedder;

    public MemorySearch(Units units, Memory memory, TextAnalysis analysis, Embedder embedder) {
        this.units = units;
        this.memory = memory;
        this.analysis = analysis;
        this.embedder = embedder;
    }

    private static NumberRule count() {
        return new NumberRule(0, Integer.MAX_VALUE);
    }

    /** What the body of a search asks. */
    public Question question(UnitOfWork unit, Values values) {
        Set<Status> statuses = EnumSet.noneOf(Status.class);
        statuses.addAll(values.get(STATUS).isEmpty() ? List.of(Status.DRAFT, Status.APPROVED) : values.get(STATUS));
        if (values.get(INCLUDE_SUPERSEDED)) {
            statuses.add(Status.SUPERSEDED);
        }
        return new Question(values.get(QUERY), memory.place(unit, values.orNull(PROJECT_ID), values.orNull(CARD_ID)), Set.copyOf(values.get(KINDS)), statuses,
                values.get(LIMIT_FIELD));
    }

    /** The answer to a search. Reads in units of its own, and may wait for the embedder: call it outside of units. {@link #keep} comes after it. */
    public Found find(Caller caller, Values values) {
        Question question = units.read(caller, unit -> question(unit, values));
        return find(caller, question);
    }

    /** The same for a question that did not come as a body. */
    public Found find(Caller caller, Question question) {
        return find(caller, question, true);
    }

    /** @param byMeaning false: without waiting for the embedder */
    Found find(Caller caller, Question question, boolean byMeaning) {
        Meaning meaning = byMeaning ? meaning(question.query()) : new Meaning(null, "Claims do not wait for the embedder.");
        return units.snapshot(caller, unit -> rank(unit, question, meaning));
    }

    /** Keeps question and answer, and renders the answer as {@link #ANSWER} describes it. */
    public Json.Obj keep(UnitOfWork unit, Found found) {
        MemoryRetrieval kept = keep(unit, found, Purpose.SEARCH);
        Map<Id<MemoryUnit>, MemoryUnit> all = unit.store(MemoryUnitStore.class).findAll(ids(found.hits())).stream().collect(Collectors.toMap(MemoryUnit::id, one -> one));
        List<Json> hits = new ArrayList<>();
        for (int i = 0; i < found.hits().size(); i++) {
            MemoryUnit one = all.get(found.hits().get(i).document().id());
            if (one != null) { // gone with its project just now
                hits.add(kept.hits().get(i).with("memory", memory.render(unit, one)));
            }
        }
        return Json.obj("retrieval_id", Json.of(kept.id().toString())).with("hits", Json.of(hits)).with("vectors", found.vectors().json());
    }

    /** Keeps question and answer. */
    MemoryRetrieval keep(UnitOfWork unit, Found found, Purpose purpose) {
        Question question = found.question();
        MemoryRetrieval kept = new MemoryRetrieval(unit.firstMeta(), purpose, question.query(), question.place().project(), question.place().card(), question.json(),
                found.vectors().json(), rendered(found.hits()), unit.caller().actor().label());
        unit.store(MemoryRetrievalStore.class).insert(kept);
        return kept;
    }

    static Set<Id<MemoryUnit>> ids(List<Hit> hits) {
        return hits.stream().map(hit -> hit.document().id()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Json.Obj> rendered(List<Hit> hits) {
        List<Json.Obj> rendered = new ArrayList<>();
        for (Hit hit : hits) {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("rank", Json.of(rendered.size() + 1));
            members.putAll(HIT.render(hit).members());
            rendered.add(new Json.Obj(members));
        }
        return rendered;
    }

    /** Asks a kept question again, and says what has moved; keeps nothing. Call it outside of units, as {@link #find}. */
    public Json.Obj replay(Caller caller, MemoryRetrieval kept) {
        Found found = find(caller, Question.of(kept));
        List<Json.Obj> today = rendered(found.hits());
        Map<String, Json> before = ranks(kept.hits());
        Map<String, Json> now = ranks(today);
        Set<String> all = new LinkedHashSet<>(before.keySet());
        all.addAll(now.keySet());
        List<Json> moved = all.stream().filter(id -> !before.getOrDefault(id, Json.NULL).equals(now.getOrDefault(id, Json.NULL)))
                .<Json>map(id -> Json.obj("memory_unit_id", Json.of(id)).with("before", before.getOrDefault(id, Json.NULL)).with("now", now.getOrDefault(id, Json.NULL))).toList();
        return Json.obj("retrieval_id", Json.of(kept.id().toString())).with("answered", Json.of(kept.hits())).with("today", Json.of(today))
                .with("moved", Json.of(moved)).with("vectors", found.vectors().json());
    }

    private static Map<String, Json> ranks(List<Json.Obj> hits) {
        Map<String, Json> ranks = new LinkedHashMap<>();
        hits.forEach(hit -> ranks.put(hit.get("memory_unit_id") instanceof Json.Text id ? id.value() : "", hit.members().getOrDefault("rank", Json.NULL)));
        return ranks;
    }

    // ---- by meaning -------------------------------------------------------------------------------------------------------------------

    /** What the question means to the embedder, or why nobody knows. */
    private record Meaning(@Nullable MemoryVector vector, String reason) {
    }

    private Meaning meaning(String query) {
        if (!embedder.isConfigured()) {
            return new Meaning(null, "No embedder is configured.");
        }
        try {
            return new Meaning(embedder.embed(List.of(query)).getFirst(), "");
        } catch (EmbedderException e) {
            return new Meaning(null, e.getMessage());
        }
    }

    // ---- ranking ----------------------------------------------------------------------------------------------------------------------

    private Found rank(UnitOfWork unit, Question question, Meaning meaning) {
        MemoryTextStore texts = unit.store(MemoryTextStore.class);
        int count = texts.count(TermScore.MANY);
        Map<Id<MemoryUnit>, Double> similar = new HashMap<>();
        Set<Id<MemoryUnit>> candidates = new LinkedHashSet<>();
        List<String> words = List.of();
        Map<String, Integer> rarity = Map.of();
        Vectors vectors = new Vectors(meaning.vector() != null, meaning.reason());
        if (count > 0) {
            List<MemoryPlace> places = places(question.place());
            Looked looked = looked(texts, analysis.asked(question.query()));
            words = looked.rarestFirst();
            rarity = looked.units();
            for (MemoryPlace place : places) {
                candidates.addAll(candidates(texts, place, looked));
            }
            if (meaning.vector() != null) {
                for (MemoryPlace place : places) {
                    similar.putAll(similar(unit, place, question, meaning.vector()));
                }
                if (similar.isEmpty()) {
                    vectors = new Vectors(false, "No memory of these places has a vector of the model '" + embedder.model() + "' yet.");
                }
                candidates.addAll(similar.keySet());
            }
        }
        List<Document> documents = texts.documents(candidates).stream()
                .filter(one -> question.statuses().contains(one.status()) && (question.kinds().isEmpty() || question.kinds().contains(one.kind()))).toList();
        Map<Id<MemoryUnit>, FeedbackCounts> feedback = unit.store(MemoryFeedbackStore.class).counts(documents.stream().map(Document::id).collect(Collectors.toSet()));
        Map<MemoryScope, List<Hit>> byScope = new EnumMap<>(MemoryScope.class);
        for (MemoryScope scope : MemoryScope.values()) {
            List<Document> ofScope = documents.stream().filter(one -> scope(question.place(), one) == scope).toList();
            byScope.put(scope, fused(scope, scored(ofScope, words, rarity, count), similar, feedback));
        }
        Map<MemoryScope, Integer> has = new EnumMap<>(MemoryScope.class);
        byScope.forEach((scope, hits) -> has.put(scope, hits.size()));
        List<Hit> hits = new ArrayList<>();
        MemoryScope.quotas(question.limit(), has).forEach((scope, quota) -> hits.addAll(byScope.getOrDefault(scope, List.of()).subList(0, quota)));
        return new Found(question, hits, vectors);
    }

    /** Nearest first; the workspace has all. */
    private static List<MemoryPlace> places(MemoryPlace asked) {
        List<MemoryPlace> places = new ArrayList<>();
        if (asked.card() != null) {
            places.add(asked);
        }
        if (asked.project() != null) {
            places.add(MemoryPlace.of(asked.project()));
        }
        places.add(MemoryPlace.WORKSPACE);
        return places;
    }

    private static MemoryScope scope(MemoryPlace asked, Document one) {
        if (asked.card() != null && asked.card().equals(one.card())) {
            return MemoryScope.CARD;
        }
        return asked.project() != null && asked.project().equals(one.project()) ? MemoryScope.PROJECT : MemoryScope.WORKSPACE;
    }

    /**
     * What the workspace has of the words of a question.
     *
     * @param units how many memories have each, up to the bound
     * @param all the memories that have a word, of words that are not common
     */
    private record Looked(List<String> rarestFirst, Map<String, Integer> units, Map<String, Set<Id<MemoryUnit>>> all) {
    }

    private static Looked looked(MemoryTextStore texts, List<String> words) {
        Map<String, Integer> units = new HashMap<>();
        Map<String, Set<Id<MemoryUnit>>> all = new HashMap<>();
        for (String word : words.subList(0, Math.min(MAX_WORDS, words.size()))) {
            Set<Id<MemoryUnit>> having = texts.having(MemoryPlace.WORKSPACE, List.of(word), TermScore.COMMON + 1);
            if (!having.isEmpty()) {
                units.put(word, Math.min(TermScore.COMMON, having.size()));
                if (having.size() <= TermScore.COMMON) {
                    all.put(word, having);
                }
            }
        }
        List<String> rarestFirst = units.keySet().stream().sorted(Comparator.<String>comparingInt(word -> units.getOrDefault(word, 0)).thenComparing(Comparator.naturalOrder())).toList();
        return new Looked(rarestFirst, units, all);
    }

    /** The same on every database, because whatever the database may cut off is not taken at all. */
    private static Set<Id<MemoryUnit>> candidates(MemoryTextStore texts, MemoryPlace place, Looked looked) {
        Set<Id<MemoryUnit>> candidates = new LinkedHashSet<>();
        List<String> common = new ArrayList<>();
        for (String word : looked.rarestFirst()) {
            if (candidates.size() >= TermScore.COMMON) {
                return candidates;
            }
            Set<Id<MemoryUnit>> having = place.equals(MemoryPlace.WORKSPACE) ? looked.all().get(word) : texts.having(place, List.of(word), TermScore.COMMON + 1);
            if (having == null || having.size() > TermScore.COMMON) {
                common.add(word);
            } else {
                candidates.addAll(having);
            }
        }
        for (int together = 2; candidates.isEmpty() && together <= common.size(); together++) {
            Set<Id<MemoryUnit>> having = texts.having(place, common.subList(0, together), TermScore.COMMON + 1);
            if (having.isEmpty()) {
                break;
            }
            if (having.size() <= TermScore.COMMON) {
                candidates.addAll(having);
            }
        }
        if (candidates.isEmpty() && looked.all().isEmpty()) { // a rarer word, though of another place, says more than the newest of this one
            candidates.addAll(texts.newest(place, NEWEST));
        }
        return candidates;
    }

    /** The memories of a place whose vectors are nearest. */
    private Map<Id<MemoryUnit>, Double> similar(UnitOfWork unit, MemoryPlace place, Question question, MemoryVector vector) {
        List<Embedding> all = unit.store(MemoryEmbeddingStore.class).newest(place, embedder.model(), vector.dimension(), question.statuses(), VECTORS);
        return all.stream().map(one -> Map.entry(one.unit(), one.vector().cosine(vector))).filter(one -> one.getValue() > 0)
                .sorted(Map.Entry.<Id<MemoryUnit>, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(NEAREST).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one));
    }

    private record Scored(Document document, TermScore text) {
    }

    private static List<Scored> scored(List<Document> documents, List<String> words, Map<String, Integer> units, int count) {
        List<Scored> scored = new ArrayList<>();
        for (Document document : documents) {
            Map<String, Integer> occurrences = new HashMap<>();
            document.words().forEach(word -> occurrences.merge(word, 1, Integer::sum));
            List<TermScore.Match> matches = words.stream().filter(occurrences::containsKey)
                    .map(word -> new TermScore.Match(word, occurrences.getOrDefault(word, 0), units.getOrDefault(word, 0))).toList();
            scored.add(new Scored(document, TermScore.of(matches, document.words().size(), count)));
        }
        return scored;
    }

    private static List<Hit> fused(MemoryScope scope, Collection<Scored> scored, Map<Id<MemoryUnit>, Double> similar, Map<Id<MemoryUnit>, FeedbackCounts> feedback) {
        Comparator<Scored> byId = Comparator.comparing(one -> one.document().id());
        List<Scored> byText = scored.stream().filter(one -> one.text().score() > 0).sorted(Comparator.<Scored>comparingDouble(one -> -one.text().score()).thenComparing(byId)).toList();
        List<Scored> byVector = scored.stream().filter(one -> similar.containsKey(one.document().id()))
                .sorted(Comparator.<Scored>comparingDouble(one -> -similar.getOrDefault(one.document().id(), 0.0)).thenComparing(byId)).toList();
        Map<Id<MemoryUnit>, Integer> textRanks = ranks(byText, byText.size());
        Map<Id<MemoryUnit>, Integer> vectorRanks = ranks(byVector, NEAREST);
        List<Hit> hits = new ArrayList<>();
        for (Scored one : scored) {
            Id<MemoryUnit> id = one.document().id();
            int textRank = textRanks.getOrDefault(id, 0);
            int vectorRank = vectorRanks.getOrDefault(id, 0);
            if (textRank > 0 || vectorRank > 0) {
                FeedbackCounts thought = feedback.getOrDefault(id, FeedbackCounts.NONE);
                double score = ((textRank > 0 ? 1 / (FUSION + textRank) : 0) + (vectorRank > 0 ? 1 / (FUSION + vectorRank) : 0)) * thought.factor();
                hits.add(new Hit(one.document(), scope, score, one.text(), textRank, similar.getOrDefault(id, 0.0), vectorRank, thought));
            }
        }
        hits.sort(Comparator.<Hit, Boolean>comparing(hit -> hit.feedback().isDoubted()).thenComparing(Comparator.comparingDouble(Hit::score).reversed())
                .thenComparing(Comparator.<Hit>comparingDouble(hit -> hit.text().score()).reversed()).thenComparing(hit -> hit.document().id()));
        return hits;
    }

    private static Map<Id<MemoryUnit>, Integer> ranks(List<Scored> ordered, int most) {
        Map<Id<MemoryUnit>, Integer> ranks = new HashMap<>();
        ordered.stream().limit(most).forEach(one -> ranks.put(one.document().id(), ranks.size() + 1));
        return ranks;
    }

    /** A number of an answer. */
    private static Type<Double> decimal() {
        return new Type<>() {
            @Override
            public @Nullable Double parse(Json json, String pointer, Violations violations) {
                violations.add(pointer, "read_only", "Is computed by Steward.");
                return null;
            }

            @Override
            public Json render(Double value) {
                return number(value);
            }

            @Override
            public Json.Obj describe() {
                return Type.decimal().describe();
            }
        };
    }
}
