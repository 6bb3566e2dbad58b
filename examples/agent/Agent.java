import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A worker for Steward in one file: it claims an assignment, keeps its lease while a command works in a git worktree, reports commits and
 * checks, completes, and claims the next. Needs git and a JDK 17 or newer, nothing else. README.md beside it says how to use it.
 *
 * <p>Four rules make a worker safe, whatever breaks and whoever else works. The places that keep them are marked.
 * <ul>
 * <li>RULE 1: every call about an assignment carries the fence of its claim.
 * <li>RULE 2: heartbeats go out all the while; once one is refused, or none was answered for as long as a lease is, the work is dropped.
 * <li>RULE 3: nothing that others see is changed before Steward has taken the report of it.
 * <li>RULE 4: a call without an answer is repeated with the same Idempotency-Key, so that it has one effect.
 * </ul>
 */
public final class Agent {

    private static final String USAGE = """
            java Agent.java [option]…             claims and works until it is told to stop; STEWARD_TOKEN is the token
              --url URL          where Steward is; STEWARD_URL, or http://127.0.0.1:8484
              --agent NAME       who claims: another name for each worker
              --repo DIR         the git repository with the base branch; the current directory
              --project P        claim only of this project (id or slug)
              --role ROLE        claim only for this role; may be repeated
              --profile NAME     claim only for this profile; may be repeated
              --work CMD         what does the work, run by sh in the worktree; without it, each planned file gets a line of text
              --check TYPE=CMD   how to check the work, such as 'lint=make lint'; may be repeated
              --wait SECONDS     how long a claim waits for something to do, 0 to 30; 10
              --once             stop after one assignment
              --until-done       stop when there is nothing to claim and nothing of --project is running""";
    private static final Set<String> FLAGS = Set.of("once", "until-done");
    private static final Set<String> OPTIONS = Set.of("url", "agent", "repo", "project", "role", "profile", "work", "check", "wait", "once", "until-done");

    private final Map<String, List<String>> options;
    private final String name;
    private final Path repository;
    private final Client steward;
    private volatile boolean stopping;
    private volatile Lease current;

    private Agent(Map<String, List<String>> options) {
        this.options = options;
        this.name = option("agent", "agent-" + ProcessHandle.current().pid());
        this.repository = Path.of(option("repo", ".")).toAbsolutePath().normalize();
        this.steward = new Client(option("url", System.getenv().getOrDefault("STEWARD_URL", "http://127.0.0.1:8484")), System.getenv("STEWARD_TOKEN"));
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--help")) {
                System.out.println(USAGE);
                return;
            }
            String option = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!OPTIONS.contains(option) || !FLAGS.contains(option) && i + 1 == arguments.length) {
                System.err.println("Not understood: " + arguments[i] + "\n" + USAGE);
                System.exit(2);
            }
            options.computeIfAbsent(option, none -> new ArrayList<>()).add(FLAGS.contains(option) ? "" : arguments[++i]);
        }
        if (options.containsKey("until-done") && !options.containsKey("project")) {
            System.err.println("--until-done needs --project\n" + USAGE);
            System.exit(2);
        }
        Agent agent = new Agent(options);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> agent.stop(main)));
        agent.run();
    }

    private String option(String option, String otherwise) {
        return options.containsKey(option) ? options.get(option).get(0) : otherwise;
    }

    private void say(String what) {
        System.out.println(name + " " + what);
    }

    /** Ctrl-C or kill: what is being worked on is given back. After kill -9 its lease ends, and then others can claim it. */
    private void stop(Thread main) {
        stopping = true;
        Lease lease = current;
        if (lease != null) {
            lease.drop("the worker was stopped");
        }
        try {
            main.join(TimeUnit.SECONDS.toMillis(40));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- claim, work, claim the next ---------------------------------------------------------------------------------------------

    private void run() throws Exception {
        try {
            while (!stopping) {
                Map<String, Object> assignment = claim();
                if (assignment != null) {
                    take(assignment);
                }
                if (assignment == null ? options.containsKey("until-done") && nothingRuns() : options.containsKey("once")) {
                    return;
                }
            }
        } catch (Lost e) {
            say("stopped: " + e.getMessage());
        }
    }

    /**
     * The next assignment, with its fence and its brief; null when there is none after waiting. Waiting costs the server nothing, so do not
     * poll. When the brief cannot be read just then, it is null and the claim holds all the same: it is given back, which costs no attempt, to
     * be claimed with its brief.
     */
    private Map<String, Object> claim() throws Exception {
        Map<String, Object> claim = object("agent", name, "wait_seconds", Integer.parseInt(option("wait", "10")));
        if (options.containsKey("project")) {
            claim.put("project_id", option("project", ""));
        }
        if (options.containsKey("role")) {
            claim.put("roles", options.get("role"));
        }
        if (options.containsKey("profile")) {
            claim.put("profiles", options.get("profile"));
        }
        Map<String, Object> assignment = steward.call("POST", "/assignments/claim", claim, () -> stopping);
        while (assignment != null && assignment.get("brief") == null) {
            say("gives back what it claimed without a brief");
            try (Lease lease = new Lease(assignment)) {
                lease.release();
            }
            Thread.sleep(1_000);
            assignment = stopping ? null : steward.call("POST", "/assignments/claim", claim, () -> stopping);
        }
        return assignment;
    }

    private boolean nothingRuns() throws Exception {
        return list(steward.call("GET", "/projects/" + option("project", "") + "/runs?status=running", null, () -> stopping).get("items")).isEmpty();
    }

    private void take(Map<String, Object> assignment) throws Exception {
        Map<String, Object> brief = object(assignment.get("brief"));
        String title = text(object(brief.get("card")).get("title"));
        say("claimed \"" + title + "\"");
        Path directory = directory(text(object(brief.get("run")).get("worktree_root")));
        try (Lease lease = new Lease(assignment)) {
            current = lease;
            try {
                Workplace place = prepare(lease, assignment, directory);
                place.mergeCompleted();
                Map<String, Object> result = work(place, brief);
                place.commit(title + "\n\nSteward-Assignment: " + lease.id);
                result.putIfAbsent("summary", report(place) + " on " + place.branch);
                check(place, list(object(object(brief.get("run")).get("policy")).get("required_checks")));
                lease.post(lease.path + "/complete", result); // {summary, knowledge, learnings}
                say("completed \"" + title + "\"");
            } catch (GivenUp | Refused e) { // for good: a person reads the error, and starts another run
                lease.post(lease.path + "/fail", object("error", e.getMessage()));
                say("failed \"" + title + "\": " + e.getMessage());
            } catch (Lost e) {
                say("dropped \"" + title + "\": " + e.getMessage());
                if (stopping) {
                    lease.release();
                }
            }
        } catch (Lost | Refused e) {
            say("dropped \"" + title + "\": " + e.getMessage());
        } finally {
            current = null;
            delete(directory);
            git(repository, "worktree", "prune"); // forgets the worktree that was in there
        }
    }

    /** A worker that cannot work here gives back what it claimed and ends, instead of failing all there is. */
    private Workplace prepare(Lease lease, Map<String, Object> assignment, Path directory) throws Exception {
        try {
            return new Workplace(lease, assignment, directory);
        } catch (GivenUp e) {
            lease.release();
            throw new IllegalStateException("No work can be done in " + repository + ": " + e.getMessage());
        }
    }

    // ---- the lease ---------------------------------------------------------------------------------------------------------------

    /** A claim that is held: beats in the background, ends the work when it is lost, and makes the calls that need its fence. */
    private final class Lease implements AutoCloseable {
        final String id;
        final String path;
        private final Object fence;
        private final long nanos;
        private final Thread heart = new Thread(this::beat, "heart");
        private volatile boolean closed;
        private volatile String dropped;
        private Process process;

        Lease(Map<String, Object> assignment) {
            id = text(assignment.get("id"));
            path = "/assignments/" + id;
            fence = assignment.get("fence");
            nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(assignment.get("lease_seconds").toString()));
            heart.setDaemon(true);
            heart.start();
        }

        /**
         * RULE 2. Three beats a lease, so that two may get lost. The server's clock decides when a lease ends; here only the time since a
         * beat was sent counts, which began before the lease did, so the worker stops no later than the server lets others in.
         */
        private void beat() {
            long ends = System.nanoTime() + nanos;
            while (!closed && dropped == null) {
                long sent = System.nanoTime();
                boolean answered = false;
                try {
                    // No Idempotency-Key: the stored answer of an earlier beat would extend nothing.
                    HttpResponse<String> response = steward.send("POST", path + "/heartbeat", object("fence", fence), null, Duration.ofNanos(nanos / 3));
                    if (response.statusCode() == 200) {
                        answered = true;
                        ends = sent + nanos;
                        if (Boolean.TRUE.equals(object(Json.read(response.body())).get("cancel_requested"))) {
                            drop("its run was cancelled");
                        }
                    } else {
                        Refused refused = new Refused(response);
                        // invalid_transition: this worker's own last word was taken, and its answer is on the way.
                        if (!refused.passes && !refused.code.equals("invalid_transition")) {
                            drop(refused.getMessage()); // stale_fence, lease_lost …
                        }
                    }
                } catch (IOException | IllegalArgumentException e) {
                    // No answer, or not Steward's. The next beat may get through.
                } catch (InterruptedException e) {
                    return;
                }
                if (System.nanoTime() - ends >= 0) {
                    drop("no server has answered for as long as the lease is");
                }
                try {
                    TimeUnit.NANOSECONDS.sleep(answered ? nanos / 3 : nanos / 12);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        /** From now on nothing more is done or said under this claim. */
        synchronized void drop(String why) {
            if (dropped == null) {
                dropped = why;
                if (process != null) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        }

        private void require() throws Lost {
            if (dropped != null) {
                throw new Lost(dropped);
            }
        }

        /** RULE 1. The fence tells the server under which claim this is said; from an earlier one it is refused, and that ends the work. */
        Map<String, Object> post(String path, Map<String, Object> body) throws Exception {
            require();
            body.put("fence", fence);
            try {
                return steward.call("POST", path, body, () -> dropped != null);
            } catch (Refused e) {
                if (Set.of("stale_fence", "lease_lost", "invalid_transition", "not_found").contains(e.code)) {
                    drop(e.getMessage());
                }
                require();
                throw e;
            }
        }

        /** Gives it back, so that others need not wait until the lease ends. When that fails, they do. */
        void release() throws Exception {
            try {
                steward.call("POST", path + "/release", object("fence", fence), () -> true);
            } catch (Lost | Refused e) {
                say("could not give it back: " + e.getMessage());
            }
        }

        /** The exit code of a command; it is ended when the lease is lost. */
        int run(ProcessBuilder command) throws Exception {
            synchronized (this) {
                require();
                process = command.start();
            }
            int code = process.waitFor();
            require();
            return code;
        }

        @Override
        public void close() {
            closed = true;
            heart.interrupt();
        }
    }

    // ---- the work ----------------------------------------------------------------------------------------------------------------

    /** A worktree of an assignment's own, on no branch. */
    private final class Workplace {
        final Lease lease;
        final String branch;
        final String run;
        final Path worktree;
        final Path brief;
        final Path result;
        final Path output;
        /** Where the work begins. */
        String start;

        Workplace(Lease lease, Map<String, Object> assignment, Path directory) throws Exception {
            this.lease = lease;
            branch = text(assignment.get("feature_branch"));
            run = text(assignment.get("run_id"));
            worktree = directory.resolve("worktree");
            brief = Files.writeString(directory.resolve("brief.json"), Json.write(assignment));
            result = directory.resolve("result.json");
            output = directory.resolve("output.txt");
            // What an earlier claim has reported is on the feature branch already; else this is the first.
            String base = text(object(object(assignment.get("brief")).get("run")).get("base_branch"));
            boolean begun = !git(repository, "branch", "--list", branch).isEmpty();
            start = git(repository, "rev-parse", "--verify", "refs/heads/" + (begun ? branch : base));
            git(repository, "worktree", "add", "--quiet", "--detach", worktree.toString(), start);
        }

        /** An assignment waits for others whose paths overlap, so that it can begin with what they have made. */
        void mergeCompleted() throws Exception {
            for (Object completed : list(steward.call("GET", "/runs/" + run + "/assignments?status=completed&limit=200", null, () -> lease.dropped != null).get("items"))) {
                String other = text(object(completed).get("feature_branch"));
                if (!git(repository, "branch", "--list", other).isEmpty()) {
                    git(worktree, "merge", "--quiet", "--no-edit", other);
                }
            }
            start = git(worktree, "rev-parse", "HEAD");
        }

        /** Runs a command in the worktree. STEWARD_BRIEF names a file with the assignment; what it writes to STEWARD_RESULT goes into the completion. */
        int run(String command) throws Exception {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(worktree.toFile()).redirectErrorStream(true).redirectOutput(output.toFile())
                    .redirectInput(new File("/dev/null"));
            builder.environment().remove("STEWARD_TOKEN"); // what works needs no way to Steward
            builder.environment().put("STEWARD_BRIEF", brief.toString());
            builder.environment().put("STEWARD_RESULT", result.toString());
            return lease.run(builder);
        }

        /** What the last command printed: the end of it, as a body of a request has at most 1 MiB. */
        String output() throws IOException {
            return last(new String(Files.readAllBytes(output), UTF_8), 100_000);
        }

        /** Commits what is not committed yet. */
        void commit(String message) throws Exception {
            git(worktree, "add", "--all");
            if (!git(worktree, "status", "--porcelain").isEmpty()) {
                git(worktree, "commit", "--quiet", "--message", message);
            }
        }
    }

    /** What goes into the completion, besides the files. */
    private Map<String, Object> work(Workplace place, Map<String, Object> brief) throws Exception {
        if (options.containsKey("work")) {
            int code = place.run(option("work", ""));
            if (code != 0) {
                throw new GivenUp("The work ended with exit code " + code + ": " + last(place.output(), 2_000));
            }
            try {
                return Files.exists(place.result) ? object(Json.read(Files.readString(place.result))) : new LinkedHashMap<>();
            } catch (IllegalArgumentException | ClassCastException e) {
                throw new GivenUp("What the work wrote to STEWARD_RESULT is no JSON object: " + e.getMessage());
            }
        }
        String title = text(object(brief.get("card")).get("title"));
        List<Object> knowledge = new ArrayList<>();
        for (Object planned : list(brief.get("planned_files"))) {
            String path = text(object(planned).get("logical_file_name")).replaceAll("[*?]+", "x"); // of a glob, one file
            Path file = place.worktree.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, title + ": " + text(object(planned).get("intent_summary")) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            knowledge.add(object("kind", "fact", "text", "\"" + title + "\" is in " + path, "evidence_source", path));
        }
        return object("knowledge", knowledge, "learnings", List.of("A line of text in each planned file was enough for \"" + title + "\"."));
    }

    /** Reports every commit, then moves the feature branch there. */
    private String report(Workplace place) throws Exception {
        List<String> commits = git(place.worktree, "rev-list", "--reverse", place.start + "..HEAD").lines().toList();
        for (String sha : commits) {
            List<Object> files = new ArrayList<>();
            // Each is "added TAB removed TAB path NUL"; lines of a binary file are "-".
            for (String file : git(place.worktree, "diff", "--numstat", "--no-renames", "-z", sha + "^", sha).split("\0")) {
                String[] parts = file.split("\t", 3);
                if (parts.length == 3) {
                    files.add(object("path", parts[2], "added", lines(parts[0]), "removed", lines(parts[1])));
                }
            }
            String at = OffsetDateTime.parse(git(place.worktree, "log", "-1", "--format=%cI", sha)).toInstant().toString();
            Map<String, Object> commit = place.lease.post(place.lease.path + "/commits", object("sha", sha, "branch", place.branch, "committed_at", at,
                    "message", git(place.worktree, "log", "-1", "--format=%B", sha), "files_changed", files));
            for (Object violation : list(commit.get("violations"))) { // kept all the same; the run's check 'policy' has failed
                say("broke a rule: " + text(object(violation).get("message")));
            }
        }
        // RULE 3. Who has lost the lease did not get here, so it never moves the branch that another worker has by then.
        if (!commits.isEmpty()) {
            git(place.worktree, "update-ref", "refs/heads/" + place.branch, "HEAD");
        }
        return commits.size() + (commits.size() == 1 ? " commit" : " commits");
    }

    /** Runs those of the given checks that the run's policy requires. */
    private void check(Workplace place, List<Object> required) throws Exception {
        for (String check : options.getOrDefault("check", List.of())) {
            String type = check.substring(0, Math.max(0, check.indexOf('=')));
            if (required.contains(type)) {
                boolean passed = place.run(check.substring(type.length() + 1)) == 0;
                place.lease.post("/runs/" + place.run + "/checks", object("check_type", type, "status", passed ? "passed" : "failed", "output", place.output(),
                        "assignment_id", place.lease.id));
                if (!passed) {
                    throw new GivenUp("The check '" + type + "' failed: " + last(place.output(), 2_000));
                }
            }
        }
    }

    private static int lines(String count) {
        return count.equals("-") ? 0 : Integer.parseInt(count);
    }

    private static String last(String output, int characters) {
        String end = output.substring(Math.max(0, output.length() - characters)).replace("\0", ""); // which no text of Steward's holds
        return (!end.isEmpty() && Character.isLowSurrogate(end.charAt(0)) ? end.substring(1) : end).strip();
    }

    /** What git prints. Commits have the worker's name. */
    private String git(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString(), "-c", "user.name=" + name, "-c", "user.email=" + name + "@localhost"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new GivenUp(String.join(" ", command) + ": " + output.strip());
        }
        return output.strip();
    }

    private static Path directory(String root) throws IOException {
        return root.isEmpty() ? Files.createTempDirectory("steward-agent-") : Files.createTempDirectory(Files.createDirectories(Path.of(root)), "steward-agent-");
    }

    private void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            say("left something in " + directory + ": " + e); // what was ended may write for a moment yet
        }
    }

    // ---- HTTP --------------------------------------------------------------------------------------------------------------------

    private static final class Client {
        private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
        private final String url;
        private final String token;

        Client(String url, String token) {
            this.url = url + "/api/v1";
            this.token = token;
        }

        /**
         * RULE 4. Without an answer nobody knows whether the call took effect, so it is repeated until there is one: the key makes Steward
         * give the first answer again instead of doing it twice.
         *
         * @param givesUp whether an answer is no longer worth waiting for
         * @return the answer's body; null when it has none
         */
        Map<String, Object> call(String method, String path, Map<String, Object> body, BooleanSupplier givesUp) throws Exception {
            String key = UUID.randomUUID().toString();
            for (long pause = 250; ; pause = Math.min(2 * pause, 8_000)) {
                String trouble;
                try {
                    HttpResponse<String> response = send(method, path, body, key, Duration.ofSeconds(60));
                    int status = response.statusCode();
                    if (status < 300) {
                        return status == 204 ? null : object(Json.read(response.body()));
                    }
                    Refused refused = new Refused(response);
                    if (!refused.passes) {
                        throw refused;
                    }
                    trouble = refused.getMessage();
                    pause = response.headers().firstValue("Retry-After").map(seconds -> 1_000 * Long.parseLong(seconds)).orElse(pause);
                } catch (IOException e) {
                    trouble = "no answer from " + url + " (" + e.getClass().getSimpleName() + ")";
                }
                if (givesUp.getAsBoolean()) {
                    throw new Lost(trouble);
                }
                Thread.sleep(pause);
            }
        }

        HttpResponse<String> send(String method, String path, Map<String, Object> body, String key, Duration timeout) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(timeout).header("Authorization", "Bearer " + token)
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (key != null) {
                request.header("Idempotency-Key", key);
            }
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    /** The server's no: a problem of RFC 9457, whose {@code code} says which. */
    private static final class Refused extends Exception {
        final String code;
        /** Whether the same call may be taken in a moment. */
        final boolean passes;

        Refused(HttpResponse<String> response) {
            this(response, problem(response));
        }

        private Refused(HttpResponse<String> response, Map<String, Object> problem) {
            super(problem.containsKey("code") ? text(problem.get("code")) + ": " + text(problem.get("detail")) + (problem.containsKey("errors") ? " " + Json.write(problem.get("errors")) : "")
                    : "HTTP " + response.statusCode());
            code = problem.containsKey("code") ? text(problem.get("code")) : "";
            int status = response.statusCode();
            passes = status >= 500 || status == 429 || status == 408 || code.equals("idempotency_in_flight");
        }

        private static Map<String, Object> problem(HttpResponse<String> response) {
            try {
                return object(Json.read(response.body()));
            } catch (RuntimeException e) {
                return Map.of(); // of a proxy, perhaps
            }
        }
    }

    /** The assignment is no longer this worker's. */
    private static final class Lost extends Exception {
        Lost(String why) {
            super(why);
        }
    }

    /** The work cannot be done. */
    private static final class GivenUp extends Exception {
        GivenUp(String why) {
            super(why);
        }
    }

    // ---- JSON --------------------------------------------------------------------------------------------------------------------

    private static Map<String, Object> object(Object... namesAndValues) {
        if (namesAndValues.length == 1) {
            @SuppressWarnings("unchecked") // names of JSON are strings
            Map<String, Object> object = (Map<String, Object>) namesAndValues[0];
            return object;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object json) {
        return (List<Object>) json;
    }

    private static String text(Object json) {
        return (String) json;
    }

    /** As much JSON as is needed: objects are maps, arrays lists, numbers longs or doubles, null is null. */
    private static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object read(String text) {
            Json json = new Json(text);
            Object value = json.value();
            if (json.next() != 0) {
                throw json.wrong();
            }
            return value;
        }

        /** The next character that is no space; 0 at the end. */
        private char next() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private boolean takes(char wanted) {
            boolean there = next() == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private IllegalArgumentException wrong() {
            return new IllegalArgumentException("No JSON at character " + at + ": " + text.substring(0, Math.min(200, text.length())));
        }

        private Object value() {
            if (takes('{')) {
                Map<String, Object> object = new LinkedHashMap<>();
                for (boolean more = !takes('}'); more; more = !takes('}')) {
                    if (!object.isEmpty() && !takes(',') || next() != '"') {
                        throw wrong();
                    }
                    String name = (String) value();
                    if (!takes(':')) {
                        throw wrong();
                    }
                    object.put(name, value());
                }
                return object;
            }
            if (takes('[')) {
                List<Object> list = new ArrayList<>();
                for (boolean more = !takes(']'); more; more = !takes(']')) {
                    if (!list.isEmpty() && !takes(',')) {
                        throw wrong();
                    }
                    list.add(value());
                }
                return list;
            }
            if (takes('"')) {
                return string();
            }
            int begin = at;
            while (at < text.length() && "+-.".indexOf(text.charAt(at)) >= 0 || at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            String word = text.substring(begin, at);
            switch (word) {
                case "true": return true;
                case "false": return false;
                case "null": return null;
                case "": throw wrong();
                default: return word.matches("-?[0-9]{1,18}") ? (Object) Long.parseLong(word) : (Object) Double.parseDouble(word);
            }
        }

        private String string() {
            StringBuilder string = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return string.toString();
                }
                if (c == '\\' && at < text.length()) {
                    c = text.charAt(at++);
                    int escape = "bfnrt".indexOf(c);
                    if (c == 'u' && at + 4 <= text.length()) {
                        c = (char) Integer.parseInt(text.substring(at, at += 4), 16);
                    } else if (escape >= 0) {
                        c = "\b\f\n\r\t".charAt(escape);
                    }
                }
                string.append(c);
            }
            throw wrong();
        }

        static String write(Object value) {
            if (value instanceof Map<?, ?> map) {
                return map.entrySet().stream().map(e -> write(e.getKey()) + ":" + write(e.getValue())).collect(Collectors.joining(",", "{", "}"));
            }
            if (value instanceof List<?> list) {
                return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
            }
            if (value instanceof String string) {
                StringBuilder quoted = new StringBuilder("\"");
                string.chars().forEach(c -> quoted.append(c == '"' || c == '\\' ? "\\" + (char) c : c < ' ' ? String.format("\\u%04x", c) : "" + (char) c));
                return quoted.append('"').toString();
            }
            return String.valueOf(value);
        }
    }
}
