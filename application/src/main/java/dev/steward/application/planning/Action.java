package dev.steward.application.planning;

import dev.steward.domain.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something to do to a story map. */
record Action(ActionType type, Json.Obj target, Json.Obj payload) {

    Action {
        // A map has one project, which the log need not repeat: so a log can be applied to another one.
        target = Action.without(target, "project_id");
    }

    static Json.Obj without(Json.Obj object, String... names) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        List.of(names).forEach(members::remove);
        return new Json.Obj(members);
    }
}
