package dev.steward.http.planning;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.UnitOfWork;
import dev.steward.application.planning.Cards;
import dev.steward.application.planning.Parts;
import dev.steward.application.planning.Planning;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Placed;
import dev.steward.domain.portfolio.Project;
import dev.steward.http.Api;
import dev.steward.http.Requests;
import io.micronaut.http.HttpRequest;

/** Parts below {@code /cards/{card}}. */
abstract class CardPartController<E extends Placed<E>> extends PartController<E> {

    private final Cards cards;

    CardPartController(Api api, Planning planning, Parts<E> kind, Cards cards) {
        super(api, planning, kind);
        this.cards = cards;
    }

    private Card card(HttpRequest<?> request, UnitOfWork unit) {
        return cards.get(unit, Requests.variable(request, "card"));
    }

    @Override
    final Id<Project> project(HttpRequest<?> request, UnitOfWork unit) {
        return card(request, unit).projectId();
    }

    @Override
    final Json.Obj target(HttpRequest<?> request, UnitOfWork unit) {
        return Json.obj("card_id", Json.of(card(request, unit).id().toString()));
    }

    @Override
    final E found(HttpRequest<?> request, UnitOfWork unit, String id) {
        Card card = card(request, unit);
        E part = kind.get(unit, id);
        if (!part.parent().equals(card.id().value())) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "The card '" + card.id() + "' has no " + kind.name().replace('_', ' ') + " '" + id + "'.");
        }
        return part;
    }

    @Override
    final Query narrowed(HttpRequest<?> request, UnitOfWork unit, Query query) {
        return query.and(Filter.in("card_id", card(request, unit).id().value()));
    }
}
