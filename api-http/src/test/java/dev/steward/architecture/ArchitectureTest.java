package dev.steward.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.steward.application.StoreException;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules that the compiler cannot check. There is no list of known violations: there are none. */
final class ArchitectureTest {

    /** Which context may use which other ones; each may use itself and what stands above the contexts. */
    private static final Map<String, Set<String>> CONTEXTS = Map.of(
            "workspace", Set.of(),
            "portfolio", Set.of("workspace"),
            "planning", Set.of("portfolio", "workspace"),
            "orchestration", Set.of("planning", "portfolio", "workspace"),
            "knowledge", Set.of("orchestration", "planning", "portfolio", "workspace"),
            "imports", Set.of("knowledge", "orchestration", "planning", "portfolio", "workspace"));

    /** What only the HTTP layer may besides: the event log is filtered by project, whose slug the portfolio resolves. */
    private static final Map<String, Set<String>> HTTP_CONTEXTS = Map.of("workspace", Set.of("portfolio"));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages("dev.steward");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(location -> location.contains("/test-classes/") || location.contains("-tests.jar"))
            .importPackages("dev.steward");

    private static final DescribedPredicate<JavaClass> ADAPTERS =
            resideInAnyPackage("dev.steward.jdbc..", "dev.steward.sqlite..", "dev.steward.postgres..");
    private static final DescribedPredicate<JavaClass> STARTING = resideInAnyPackage("dev.steward.http.app..", "dev.steward.http.cli..");

    @Test
    void everyModuleIsSeen() {
        for (String module : List.of("domain", "application", "migrations", "jdbc", "sqlite", "postgres", "http")) {
            assertThat(MAIN.stream().filter(type -> type.getPackageName().startsWith("dev.steward." + module))).as(module).isNotEmpty();
        }
        assertThat(TESTS.contain("dev.steward.sqlite.SqliteContractTest")).isTrue();
        assertThat(TESTS.contain("dev.steward.postgres.PostgresContractTest")).isTrue();
    }

    @Test
    void theDomainIsPlainJava() {
        check(classes().that().resideInAPackage("dev.steward.domain..")
                .should().onlyDependOnClassesThat().resideInAnyPackage("dev.steward.domain..",
                        "java.lang..", "java.math..", "java.text..", "java.time..", "java.util..", "org.jspecify..")
                .because("business rules must outlive every framework, database and protocol"));
    }

    @Test
    void theApplicationKnowsOnlyTheDomainAndItsOwnPorts() {
        DescribedPredicate<JavaClass> imports = resideInAPackage("dev.steward.application.imports..");
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage("dev.steward.domain..", "dev.steward.application..",
                "java.lang..", "java.math..", "java.nio", "java.nio.charset..", "java.security..", "java.text..", "java.time..", "java.util..", "org.jspecify..");
        check(classes().that().resideInAPackage("dev.steward.application..").and(DescribedPredicate.not(imports))
                .should().onlyDependOnClassesThat(allowed)
                .because("use cases reach files, networks and databases through ports"));
        check(classes().that(imports)
                .should().onlyDependOnClassesThat(allowed.or(describe("Path", type -> type.isEquivalentTo(Path.class))))
                .because("an import is told which file to read, and nothing more about files"));
    }

    @Test
    void contextsUseEachOtherOnlyAlongTheMap() {
        check(classes().that(describe("belong to a context", type -> context(type).isPresent()))
                .should(new ArchCondition<>("use only the contexts that the map allows: " + CONTEXTS) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String from = context(type).orElseThrow();
                        Set<String> allowed = new TreeSet<>(CONTEXTS.getOrDefault(from, Set.of()));
                        if (type.getPackageName().startsWith("dev.steward.http")) {
                            allowed.addAll(HTTP_CONTEXTS.getOrDefault(from, Set.of()));
                        }
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            Optional<String> to = context(dependency.getTargetClass());
                            if (to.isPresent() && !to.get().equals(from) && !allowed.contains(to.get())) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }
                })
                .because("whoever changes one context must know which others look at it"));
        assertThat(CONTEXTS.keySet()).as("every package inside the domain and the application is a context of the map")
                .containsAll(MAIN.stream().filter(type -> type.getPackageName().matches("dev\\.steward\\.(domain|application)\\..+"))
                        .map(type -> type.getPackageName().split("\\.")[3]).distinct().toList());
    }

    @Test
    void theMapOfContextsHasNoCycle() {
        for (String context : CONTEXTS.keySet()) {
            assertThat(reachable(context, new TreeSet<>())).as("from " + context).doesNotContain(context);
        }
    }

    private static Set<String> reachable(String context, Set<String> seen) {
        for (String next : CONTEXTS.getOrDefault(context, Set.of())) {
            if (seen.add(next)) {
                reachable(next, seen);
            }
        }
        return seen;
    }

    /** The context is the package inside the layer: {@code dev.steward.<layer>.<context>}. */
    private static Optional<String> context(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        boolean layered = parts.length > 3 && parts[0].equals("dev") && Set.of("domain", "application", "jdbc", "http").contains(parts[2]);
        return layered && (CONTEXTS.containsKey(parts[3]) || Set.of("domain", "application").contains(parts[2])) ? Optional.of(parts[3]) : Optional.empty();
    }

    @Test
    void portsAreInterfacesAndSpeakInValues() {
        check(classes().that().resideInAPackage("dev.steward.application..").and().haveSimpleNameEndingWith("Store")
                .should().beInterfaces()
                .because("what two databases implement cannot have code of its own"));
        check(noClasses().that(ADAPTERS)
                .should().dependOnClassesThat(resideInAPackage("dev.steward.application..").and(describe("are neither interface, record, enum nor store error",
                        type -> !type.isInterface() && !type.isRecord() && !type.isEnum() && !type.isAssignableTo(StoreException.class)
                                && !type.getSimpleName().equals("package-info"))))
                .because("an adapter implements ports; a use case it could call would run inside its own transaction"));
    }

    @Test
    void theTwoDatabasesDoNotKnowEachOther() {
        check(noClasses().that().resideInAPackage("dev.steward.sqlite..").should().dependOnClassesThat().resideInAPackage("dev.steward.postgres..")
                .because("either can be taken away"));
        check(noClasses().that().resideInAPackage("dev.steward.postgres..").should().dependOnClassesThat().resideInAPackage("dev.steward.sqlite..")
                .because("either can be taken away"));
        check(noClasses().that().resideInAPackage("dev.steward.http..").and(DescribedPredicate.not(STARTING))
                .should().dependOnClassesThat().resideInAnyPackage("dev.steward.sqlite..", "dev.steward.postgres..", "dev.steward.migrations..")
                .because("which database it is, only the start decides"));
    }

    @Test
    void rowsStayInTheAdapters() {
        check(noClasses().that(DescribedPredicate.not(ADAPTERS))
                .should().dependOnClassesThat(ADAPTERS.and(describe("are rows or row repositories",
                        type -> type.getSimpleName().endsWith("Row") || type.getSimpleName().endsWith("Rows") || type.getSimpleName().equals("RowKey"))))
                .because("a column can be renamed without anyone outside noticing"));
    }

    @Test
    void rowRepositoriesAreOnlyInTheTwoAdaptersAndTheSameInBoth() {
        check(classes().that().areAnnotatedWith(JdbcRepository.class)
                .should().resideInAnyPackage("dev.steward.sqlite..", "dev.steward.postgres..")
                .because("the dialect is the adapter's"));
        assertThat(repositories("dev.steward.sqlite")).isNotEmpty().isEqualTo(repositories("dev.steward.postgres"));
    }

    private static Set<String> repositories(String module) {
        return MAIN.stream()
                .filter(type -> type.isInterface() && type.getPackageName().startsWith(module) && type.isAnnotatedWith(JdbcRepository.class))
                .flatMap(type -> type.getRawInterfaces().stream())
                .map(JavaClass::getName)
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void onlyTheUnitOfWorkUsesTransactions() {
        Set<String> unit = Set.of("dev.steward.postgres.PostgresDatabase", "dev.steward.sqlite.SqliteDatabase", "dev.steward.migrations.Migrations",
                "dev.steward.jdbc.copy.JdbcSource", "dev.steward.jdbc.copy.JdbcSink");
        check(noClasses().that(describe("are not the unit of work, the migrations or a copy of a whole database", type -> !unit.contains(type.getName())))
                .should().callMethodWhere(describe("it commits, rolls back or opens a transaction", call ->
                        call.getTargetOwner().isAssignableTo(Connection.class) && Set.of("commit", "rollback", "setAutoCommit").contains(call.getName())))
                .because("what belongs together is committed together, and only DbAdapter knows what that is"));
        check(noClasses()
                .should().dependOnClassesThat().resideInAnyPackage("jakarta.transaction..", "io.micronaut.transaction..")
                .because("DbAdapter is the single way to a transaction"));
    }

    @Test
    void timeChanceAndEnvironmentComeThroughPorts() {
        for (Banned banned : List.of(
                new Banned("java.time.Instant", Set.of("now")::contains),
                new Banned("java.time.LocalDate", Set.of("now")::contains),
                new Banned("java.time.LocalDateTime", Set.of("now")::contains),
                new Banned("java.time.ZonedDateTime", Set.of("now")::contains),
                new Banned("java.time.OffsetDateTime", Set.of("now")::contains),
                new Banned("java.time.Clock", name -> name.startsWith("system")),
                new Banned("java.time.ZoneId", Set.of("systemDefault")::contains),
                new Banned("java.util.UUID", Set.of("randomUUID")::contains),
                new Banned("java.lang.Math", Set.of("random")::contains),
                new Banned("java.lang.Thread", Set.of("sleep")::contains),
                new Banned("java.lang.System", Set.of("getenv", "currentTimeMillis", "exit")::contains))) {
            check(noClasses().that(DescribedPredicate.not(STARTING))
                    .should().callMethodWhere(describe("it is " + banned.type(), call ->
                            call.getTargetOwner().getName().equals(banned.type()) && banned.methods().test(call.getName())))
                    .because("a test must be able to say what time it is and which ids come next"));
        }
        check(noClasses().that(DescribedPredicate.not(STARTING))
                .should().callConstructorWhere(describe("it makes a random generator", call -> call.getTargetOwner().isAssignableTo(Random.class)))
                .orShould().accessFieldWhere(describe("it is a standard stream", access ->
                        access.getTargetOwner().isEquivalentTo(System.class) && access.getTarget().getRawType().isAssignableTo(PrintStream.class)))
                .because("chance comes through IdGenerator and Secrets, and output through the log"));
    }

    private record Banned(String type, Predicate<String> methods) {
    }

    /** Idempotency keeps an answer in the transaction of the request that it answers, whatever use case that is. */
    @Test
    void controllersAndToolsCallUseCases() {
        check(noClasses().that().resideInAPackage("dev.steward.http..").and(DescribedPredicate.not(STARTING)).and().doNotHaveFullyQualifiedName("dev.steward.http.Idempotency")
                .should().dependOnClassesThat(resideInAPackage("dev.steward.application..").and(describe("are stores", type -> type.getSimpleName().endsWith("Store")))
                        .or(resideInAPackage("dev.steward.jdbc..").and(describe("know the database", type -> !type.getSimpleName().equals("JsonText")))))
                .because("whoever reaches a store past its use case also passes its rules and its events"));
    }

    @Test
    void everyStoreHasAContractThatBothDatabasesPass() {
        List<JavaClass> ports = MAIN.stream()
                .filter(type -> type.isInterface() && type.getPackageName().startsWith("dev.steward.application")
                        && type.getSimpleName().endsWith("Store") && !type.getSimpleName().equals("Store"))
                .toList();
        assertThat(ports).isNotEmpty();
        for (JavaClass port : ports) {
            assertContract(port.getName() + "Contract");
        }
        assertContract("dev.steward.application.DbAdapterContract");
    }

    private static void assertContract(String contract) {
        assertThat(TESTS.contain(contract)).as(contract + " exists, because what two databases promise must be one text").isTrue();
        for (String suite : List.of("dev.steward.sqlite.SqliteContractTest", "dev.steward.postgres.PostgresContractTest")) {
            assertThat(TESTS.stream().filter(type -> type.getName().startsWith(suite + "$") && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                    && type.isAssignableTo(contract))).as(suite + " runs " + contract).isNotEmpty();
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses()
                .should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto)")
                .because("such a word stands for a name that was not found"));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = MAIN.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
        unmarked.removeIf(name -> MAIN.contain(name + ".package-info") && MAIN.get(name + ".package-info").isAnnotatedWith(NullMarked.class));
        assertThat(unmarked).as("packages without @NullMarked, in which nobody checks for null").isEmpty();
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }
}
