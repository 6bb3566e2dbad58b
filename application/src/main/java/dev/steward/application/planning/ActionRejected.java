package dev.steward.application.planning;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Violation;
import dev.steward.domain.Violations;
import dev.steward.domain.portfolio.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One action of a batch was refused, so nothing of the batch was applied. Says which one, where, and why. */
public final class ActionRejected extends RefusedException {

    private final transient Id<Project> project;
    private final transient Action action;
    private final int index;

    ActionRejected(Id<Project> project, int index, Action action, RefusedException reason) {
        super(ErrorCode.ACTION_REJECTED, "Action " + index + " (" + action.type().word() + ") was rejected, so none of the batch was applied: "
                + reason.getMessage(), details(index, action, reason));
        this.project = project;
        this.index = index;
        this.action = action;
    }

    private static Map<String, Json> details(int index, Action action, RefusedException reason) {
        List<Violation> violations = reason instanceof InvalidException invalid ? invalid.violations()
                : List.of(new Violation("", reason.code().word(), reason.getMessage()));
        Map<String, Json> details = new LinkedHashMap<>(reason.details());
        details.put("index", Json.of(index));
        details.put("action_type", Json.of(action.type().word()));
        details.put("errors", Json.of(violations.stream().map(violation -> Json.obj("pointer", Json.of(pointer(index, action, violation.pointer())))
                .with("code", Json.of(violation.code())).with("message", Json.of(violation.message()))).toList()));
        return details;
    }

    /** Where it is in the batch: what is not in the payload and names the target is in {@code target_ref}. */
    private static String pointer(int index, Action action, String pointer) {
        String at = "/actions/" + index;
        if (pointer.isEmpty()) {
            return at;
        }
        boolean target = action.target().members().keySet().stream().map(Violations::pointer).anyMatch(pointer::equals)
                || pointer.equals(Violations.pointer(action.type().target()));
        boolean payload = action.payload().members().keySet().stream().map(Violations::pointer).anyMatch(pointer::equals);
        return at + (target && !payload ? "/target_ref" : "/payload") + pointer;
    }

    Id<Project> project() {
        return project;
    }

    int index() {
        return index;
    }

    Action action() {
        return action;
    }

    /** What the log keeps of the reason. */
    Json.Obj reason() {
        return Json.obj("message", Json.of(getMessage())).with("errors", details().getOrDefault("errors", Json.of(List.of())));
    }
}
