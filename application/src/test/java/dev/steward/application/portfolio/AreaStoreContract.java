package dev.steward.application.portfolio;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.Slug;
import dev.steward.domain.workspace.Workspace;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

public interface AreaStoreContract extends StoreContract<Area> {

    @Override
    default Class<AreaStore> port() {
        return AreaStore.class;
    }

    @Override
    default Area sample(Id<Workspace> workspace) {
        return PortfolioSamples.anArea("Garden", new Slug("a-" + TestDatabase.newId()), 3);
    }

    @Override
    default Area changed(Area area) {
        return area.revise(TestDatabase.now(), new Area.Details(PortfolioSamples.FOREIGN, "life_admin", area.details().slug(), "#336699", "🎈",
                PortfolioSamples.FOREIGN, !area.details().isActive(), -1, Json.obj("größe", Json.of(List.of(Json.of(1), Json.NULL)))));
    }

    @Override
    default List<Area> edges(Id<Workspace> workspace) {
        return List.of(
                PortfolioSamples.anArea("a", new Slug("花园"), Integer.MIN_VALUE),
                Area.create(PortfolioSamples.meta(), new Area.Details(PortfolioSamples.text(100), "x".repeat(30), new Slug("ß".repeat(100)),
                        "#ABCdef", PortfolioSamples.text(30), PortfolioSamples.text(10_000), false, Integer.MAX_VALUE,
                        Json.obj("hours", new Json.Num(new BigDecimal("1.50"))).with("deep", Json.obj("\u0001", Json.of(true))))));
    }

    @Override
    default Map<String, Area> taken(Id<Workspace> workspace, Area stored) {
        return Map.of("area_slug_unique", PortfolioSamples.anArea("another", stored.details().slug(), 0));
    }

    @Override
    default List<List<Key<Area>>> orders() {
        return List.of(List.of(new Key<>("sort_order", false, area -> area.details().sortOrder()),
                new Key<>("name", false, area -> area.details().name())));
    }
}
