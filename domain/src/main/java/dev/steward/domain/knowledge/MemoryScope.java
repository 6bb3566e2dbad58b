package dev.steward.domain.knowledge;

import dev.steward.domain.Word;
import java.util.EnumMap;
import java.util.Map;

/** How near a memory is to what is asked about; nearer ones come first. */
public enum MemoryScope implements Word {
    CARD, PROJECT, WORKSPACE;

    /**
     * How many of {@code limit} hits each scope gets when every one of them has more than enough: four, four and two of ten. What a scope does not
     * use goes on to the next one, and what the last one does not use back to the first.
     *
     * @param has how many each scope has
     */
    public static Map<MemoryScope, Integer> quotas(int limit, Map<MemoryScope, Integer> has) {
        int near = (4 * limit + 5) / 10;
        Map<MemoryScope, Integer> share = new EnumMap<>(Map.of(CARD, near, PROJECT, Math.min(near, limit - near), WORKSPACE, Math.max(0, limit - 2 * near)));
        Map<MemoryScope, Integer> given = new EnumMap<>(MemoryScope.class);
        int unused = 0;
        for (MemoryScope scope : values()) {
            int room = share.getOrDefault(scope, 0) + unused;
            int taken = Math.min(room, has.getOrDefault(scope, 0));
            given.put(scope, taken);
            unused = room - taken;
        }
        for (MemoryScope scope : values()) {
            int more = Math.min(unused, has.getOrDefault(scope, 0) - given.getOrDefault(scope, 0));
            given.merge(scope, more, Integer::sum);
            unused -= more;
        }
        return given;
    }
}
