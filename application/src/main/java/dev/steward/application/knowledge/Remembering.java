package dev.steward.application.knowledge;

import dev.steward.application.Entities.Step;
import dev.steward.application.Query;
import dev.steward.application.UnitOfWork;
import dev.steward.application.knowledge.Memory.Draft;
import dev.steward.application.knowledge.Memory.Near;
import dev.steward.application.knowledge.MemoryTextStore.Document;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryRelation.EntityType;
import dev.steward.domain.knowledge.MemoryRelation.Role;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Source;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryUnit.Subject;
import dev.steward.domain.planning.Card;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered together: what there is of it is asked for once, and what becomes of it is kept at the end, with few statements for many.
 * In between, each step sees what those before it did, and records its events at once.
 */
final class Remembering {

    private final Memory memory;
    private final UnitOfWork unit;
    /** As they are now: those of the subjects and cards, and each that was looked at or made since. */
    private final Map<Id<MemoryUnit>, MemoryUnit> units = new LinkedHashMap<>();
    /** As they are kept, of those that changed; in the order of their first change. */
    private final Map<Id<MemoryUnit>, MemoryUnit> changed = new LinkedHashMap<>();
    private final Map<MemoryUnit, List<String>> made = new LinkedHashMap<>();
    private final List<MemoryRelation> relations = new ArrayList<>();
    private final Map<Subject, Set<Id<MemoryUnit>>> ofSubjects = new HashMap<>();
    private final Map<Id<Card>, Set<Id<MemoryUnit>>> ofCards = new HashMap<>();
    /** The words of those at cards, of those that are made, and of those that were candidates. */
    private final Map<Id<MemoryUnit>, Document> documents = new HashMap<>();
    /** Which of those at cards and of those that are made have a word at a place. */
    private final Map<At, Set<Id<MemoryUnit>>> having = new HashMap<>();
    /** Which of those that are stored have it, at places other than cards. */
    private final Map<At, Set<Id<MemoryUnit>>> stored = new HashMap<>();

    private record At(MemoryPlace place, String word) {
    }

    /** @param drafts all that will be remembered */
    Remembering(Memory memory, UnitOfWork unit, List<Draft> drafts) {
        this.memory = memory;
        this.unit = unit;
        store().of(drafts.stream().map(Draft::subject).collect(Collectors.toSet())).forEach(this::know);
        Object[] cards = drafts.stream().map(Draft::card).filter(Objects::nonNull).<Object>map(Id::value).distinct().toArray();
        if (cards.length > 0) {
            store().list(Query.where("card_id", Integer.MAX_VALUE, cards)).forEach(this::know);
        }
        texts().documents(ofCards.values().stream().flatMap(Set::stream).collect(Collectors.toSet())).forEach(this::read);
    }

    private MemoryUnitStore store() {
        return unit.store(MemoryUnitStore.class);
    }

    private MemoryTextStore texts() {
        return unit.store(MemoryTextStore.class);
    }

    private void know(MemoryUnit one) {
        units.put(one.id(), one);
        ofSubjects.computeIfAbsent(one.subject(), none -> new LinkedHashSet<>()).add(one.id());
        if (one.cardId() != null) {
            ofCards.computeIfAbsent(one.cardId(), none -> new LinkedHashSet<>()).add(one.id());
        }
    }

    private void read(Document document) {
        hold(document);
        MemoryPlace place = new MemoryPlace(document.project(), document.card());
        document.words().forEach(word -> having.computeIfAbsent(new At(place, word), none -> new LinkedHashSet<>()).add(document.id()));
    }

    private void hold(Document document) {
        MemoryUnit one = units.get(document.id());
        documents.put(document.id(), one == null ? document : of(document, one.status()));
    }

    private static Document of(Document document, Status status) {
        return new Document(document.id(), document.project(), document.card(), document.kind(), status, document.words());
    }

    private MemoryUnit now(Id<MemoryUnit> id) {
        return units.computeIfAbsent(id, other -> store().find(other).orElseThrow());
    }

    /** What was made from a card and is still current. */
    List<MemoryUnit> currentOf(Id<Card> card) {
        return current(ofCards.get(card)).filter(one -> one.source() == Source.CARD).toList();
    }

    /** What was made from a subject and is still current. */
    List<MemoryUnit> currentOf(Subject subject) {
        return current(ofSubjects.get(subject)).toList();
    }

    private Stream<MemoryUnit> current(@Nullable Set<Id<MemoryUnit>> ids) {
        return ids == null ? Stream.empty() : ids.stream().sorted().map(this::now).filter(one -> one.status().isCurrent());
    }

    /**
     * Remembers what was reported, once however often it is: what the subject said already stays, back from superseded if need be; what is
     * nearly the same as another current memory of the place only counts there as seen again, and is related to it.
     *
     * @return the memory that says it now
     */
    MemoryUnit remember(Draft draft) {
        String hash = Memory.hash(draft.kind(), draft.details());
        Optional<MemoryUnit> same = ofSubjects.getOrDefault(draft.subject(), Set.of()).stream().map(this::now).filter(one -> one.contentHash().equals(hash)).findFirst();
        boolean approved = draft.status() == Status.APPROVED;
        if (same.isPresent()) {
            MemoryUnit there = same.get();
            if (there.status() == Status.SUPERSEDED || approved && there.status() == Status.DRAFT) {
                there = change(there, there.approve(unit.now()), "approved");
            }
            link(there, draft);
            return there;
        }
        List<String> words = memory.words(draft.details());
        Optional<Near> near = near(draft, words);
        if (near.isPresent()) {
            MemoryUnit seen = near.get().unit();
            seen = change(seen, seen.seenAgain(unit.now(), approved), "seen");
            link(seen, draft);
            relate(seen, Memory.source(draft.subject()), draft, Role.SUPPORTS);
            return seen;
        }
        MemoryUnit one = Memory.make(unit, unit.firstMeta(), draft, hash);
        memory.recordMade(unit, one);
        made.put(one, words);
        know(one);
        read(new Document(one.id(), one.projectId(), one.cardId(), one.kind(), one.status(), words));
        relate(one, Memory.source(draft.subject()), draft, Role.SOURCE);
        link(one, draft);
        return one;
    }

    private Optional<Near> near(Draft draft, List<String> words) {
        MemoryPlace place = new MemoryPlace(draft.project(), draft.card());
        Set<Id<MemoryUnit>> candidates = new LinkedHashSet<>();
        for (String word : Memory.probes(words)) {
            At at = new At(place, word);
            candidates.addAll(having.getOrDefault(at, Set.of()));
            if (draft.card() == null) {
                candidates.addAll(stored.computeIfAbsent(at, asked -> texts().having(place, List.of(word), Memory.PROBED)));
            }
        }
        texts().documents(candidates.stream().filter(id -> !documents.containsKey(id)).collect(Collectors.toSet())).forEach(this::hold);
        return Memory.near(draft, words, candidates.stream().map(documents::get).filter(Objects::nonNull).toList(), this::now);
    }

    /** Keeps a successor for what was made from a subject, or from a card, before. */
    void replace(MemoryUnit before, MemoryUnit by) {
        if (before.status().isCurrent() && !before.id().equals(by.id())) {
            change(before, before.supersede(unit.now(), by.id()), "superseded");
            relations.add(new MemoryRelation(by.id(), EntityType.MEMORY_UNIT, before.id().value(), Role.SUPERSEDES, unit.now()));
        }
    }

    private MemoryUnit change(MemoryUnit before, MemoryUnit after, String verb) {
        if (!memory.recordChange(unit, before, after, verb)) {
            return before;
        }
        changed.putIfAbsent(before.id(), before);
        units.put(after.id(), after);
        documents.computeIfPresent(after.id(), (id, document) -> of(document, after.status()));
        return after;
    }

    private void link(MemoryUnit one, Draft draft) {
        draft.links().forEach(link -> relations.add(new MemoryRelation(one.id(), link.type(), link.id(), link.role(), unit.now())));
    }

    private void relate(MemoryUnit one, Optional<EntityType> type, Draft draft, Role role) {
        type.ifPresent(known -> relations.add(new MemoryRelation(one.id(), known, draft.subject().id(), role, unit.now())));
    }

    /** Keeps all of it. */
    void keep() {
        store().insertAll(List.copyOf(made.keySet()));
        texts().putAll(made);
        memory.keepChanges(unit, changed.values().stream().map(before -> new Step<>(unit, before, now(before.id()))).toList());
        unit.store(MemoryRelationStore.class).putAll(relations);
    }
}
