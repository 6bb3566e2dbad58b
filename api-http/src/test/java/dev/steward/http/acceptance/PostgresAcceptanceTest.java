package dev.steward.http.acceptance;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The whole outside of Steward on PostgreSQL. */
@Order(1)
@ResourceLock(Engine.POSTGRES_SERVER)
@ResourceLock(value = Complaints.LOG, mode = ResourceAccessMode.READ)
final class PostgresAcceptanceTest {

    @Nested
    class Resource extends ResourceSuite {
        Resource() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Planning extends PlanningSuite {
        Planning() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Retry extends RetrySuite {
        Retry() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class List extends ListSuite {
        List() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class WrongInput extends WrongInputSuite {
        WrongInput() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Protocol extends ProtocolSuite {
        Protocol() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Access extends AccessSuite {
        Access() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class GeneratedBody extends GeneratedBodySuite {
        GeneratedBody() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Secret extends SecretSuite {
        Secret() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Event extends EventSuite {
        Event() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Orchestration extends OrchestrationSuite {
        Orchestration() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Delivery extends DeliverySuite {
        Delivery() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class StoryMap extends StoryMapSuite {
        StoryMap() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Wait extends WaitSuite {
        Wait() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Webhook extends WebhookSuite {
        Webhook() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Mcp extends McpSuite {
        Mcp() {
            super(Engine.POSTGRES);
        }
    }

    @Nested
    class Memory extends MemorySuite {
        Memory() {
            super(Engine.POSTGRES);
        }
    }
}
