package dev.steward.application.portfolio;

import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Resource;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.domain.Entity.Meta;
import dev.steward.domain.Json;
import dev.steward.domain.portfolio.Area;
import dev.steward.domain.portfolio.Slug;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Areas: the parts of life that projects belong to. Deleting one with cascade empties {@code area_id} of its projects. */
public final class Areas extends Resource<Area> {

    /** So many areas of one name get a number of their own; the next one is refused as a duplicate. */
    private static final int MAX_NUMBERED = 50;

    private static final Field<String> NAME = Field.text("name", Area.NAME).mandatory().filter().sort().example("Client work");
    private static final Field<String> TYPE = Field.text("type", Area.TYPE).mandatory().filter().sort()
            .doc("Any lower_snake_case word; known ones are " + String.join(", ", Area.SEEDED_TYPES) + ".").example("client_work");
    private static final Field<Slug> SLUG = Field.of("slug", PortfolioTypes.SLUG).filter().sort()
            .doc("Unique among the areas. Made from the name when none is given, then numbered when taken (-2); a new name keeps it.")
            .example(new Slug("client-work"));
    private static final Field<String> COLOR = Field.of("color", PortfolioTypes.COLOR).orElse("").example("#1F6FEB");
    private static final Field<String> ICON = Field.text("icon", Area.ICON).orElse("").example("briefcase");
    private static final Field<String> DESCRIPTION = Field.text("description", Area.DESCRIPTION).orElse("");
    private static final Field<Boolean> IS_ACTIVE = Field.bool("is_active").orElse(true).filter();
    private static final Field<Integer> SORT_ORDER = Field.integer("sort_order", PortfolioTypes.SORT_ORDER).orElse(0).sort();
    private static final Field<Json.Obj> CONFIG = Field.of("config", Type.object(100_000)).orElse(Json.EMPTY)
            .doc("Whatever clients keep with the area.");

    public static final Shape<Area> SHAPE = Shape.<Area>ofEntity("area")
            .input(NAME, area -> area.details().name())
            .input(TYPE, area -> area.details().type())
            .input(SLUG, area -> area.details().slug())
            .input(COLOR, area -> area.details().color())
            .input(ICON, area -> area.details().icon())
            .input(DESCRIPTION, area -> area.details().description())
            .input(IS_ACTIVE, area -> area.details().isActive())
            .input(SORT_ORDER, area -> area.details().sortOrder())
            .input(CONFIG, area -> area.details().config())
            .searchable()
            .build();

    private final Projects projects;

    public Areas(Projects projects) {
        super(SHAPE, AreaStore.class);
        this.projects = projects;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("sort_order", false, false), new Order("name", false, false));
    }

    @Override
    protected Area make(UnitOfWork unit, Meta<Area> meta, Values values) {
        Slug chosen = values.orNull(SLUG);
        return Area.create(meta, details(values, chosen == null ? freeSlug(unit, values.get(NAME)) : chosen));
    }

    @Override
    protected Area revise(UnitOfWork unit, Area current, Values values) {
        Slug chosen = values.orNull(SLUG);
        return current.revise(unit.now(), details(values, chosen == null ? current.details().slug() : chosen));
    }

    @Override
    protected Map<String, Long> dependents(UnitOfWork unit, Area area) {
        return Map.of("projects", unit.store(ProjectStore.class).count(Query.where("area_id", 1, area.id().value())));
    }

    @Override
    protected void beforeDelete(UnitOfWork unit, Area area) {
        projects.release(unit, "area_id", area.id(), project -> project.withoutArea(unit.now()));
    }

    private Slug freeSlug(UnitOfWork unit, String name) {
        Slug made = Slug.fromName(name, "area");
        List<Slug> candidates = Stream.concat(Stream.of(made), IntStream.rangeClosed(2, MAX_NUMBERED).mapToObj(made::numbered)).toList();
        Set<Slug> taken = all(unit, Filter.in("slug", candidates.stream().<Object>map(Slug::value).toArray())).stream()
                .map(area -> area.details().slug()).collect(Collectors.toSet());
        return candidates.stream().filter(slug -> !taken.contains(slug)).findFirst().orElse(made);
    }

    private static Area.Details details(Values values, Slug slug) {
        return new Area.Details(values.get(NAME), values.get(TYPE), slug, values.get(COLOR), values.get(ICON),
                values.get(DESCRIPTION), values.get(IS_ACTIVE), values.get(SORT_ORDER), values.get(CONFIG));
    }
}
