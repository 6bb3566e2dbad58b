package dev.steward.http.acceptance;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The whole outside of Steward on an SQLite file. */
@Order(1)
@ResourceLock(Engine.SQLITE_SERVER)
@ResourceLock(value = Complaints.LOG, mode = ResourceAccessMode.READ)
final class SqliteAcceptanceTest {

    @Nested
    class Resource extends ResourceSuite {
        Resource() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Planning extends PlanningSuite {
        Planning() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Retry extends RetrySuite {
        Retry() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class List extends ListSuite {
        List() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class WrongInput extends WrongInputSuite {
        WrongInput() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Protocol extends ProtocolSuite {
        Protocol() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Access extends AccessSuite {
        Access() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class GeneratedBody extends GeneratedBodySuite {
        GeneratedBody() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Secret extends SecretSuite {
        Secret() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Event extends EventSuite {
        Event() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Orchestration extends OrchestrationSuite {
        Orchestration() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Delivery extends DeliverySuite {
        Delivery() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class StoryMap extends StoryMapSuite {
        StoryMap() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Wait extends WaitSuite {
        Wait() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Webhook extends WebhookSuite {
        Webhook() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Mcp extends McpSuite {
        Mcp() {
            super(Engine.SQLITE);
        }
    }

    @Nested
    class Memory extends MemorySuite {
        Memory() {
            super(Engine.SQLITE);
        }
    }
}
