package dev.steward.http.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.domain.ErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages, filters, sorting and search. */
abstract class ListSuite extends Suite {

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    ListSuite(Engine engine) {
        super(engine);
    }

    /** Follows the Link header to the end, which must say the same as {@code next}. */
    private List<String> walk(String path) {
        List<String> ids = new ArrayList<>();
        String at = path;
        for (int pages = 0; pages < 200; pages++) {
            Reply page = person.get(at).is(200);
            ids.addAll(page.each("id"));
            if (page.header("link").isEmpty()) {
                page.has("/next", "null");
                return ids;
            }
            Matcher link = NEXT.matcher(page.header("link").get());
            assertThat(link.matches()).as(page.header("link").get()).isTrue();
            assertThat(link.group(1)).contains("cursor=" + URLEncoder.encode(page.text("/next"), StandardCharsets.UTF_8));
            at = link.group(1);
        }
        throw new AssertionError("The list does not end: " + path);
    }

    @Test
    void allPagesAreTheWholeListWhateverTheOrder() {
        String project = project("Novel");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            made.add(person.create("/milestones", "{'project_id':'" + project + "','description':'M" + i + "','sort_order':" + i % 3
                    + (i % 4 == 0 ? "" : ",'target_date':'2026-0" + (1 + i % 4) + "-01'") + "}"));
        }
        for (String order : List.of("", "&sort=target_date", "&sort=-target_date", "&sort=sort_order,-target_date", "&sort=-created_at", "&sort=-id")) {
            List<String> whole = person.get("/milestones?limit=200" + order).each("id");
            assertThat(whole).containsExactlyInAnyOrderElementsOf(made);
            assertThat(walk("/milestones?limit=5" + order)).as(order).isEqualTo(whole);
            assertThat(walk("/milestones?limit=1" + order)).as(order).isEqualTo(whole);
        }
        assertThat(walk("/milestones?limit=2&target_date_from=2026-02-01&target_date_to=2026-03-31&sort=-target_date")).hasSize(12);
        assertThat(person.get("/milestones?target_date=null").each("id")).hasSize(6);
    }

    @Test
    void aPageOfLongTextsEndsEarly_AndTheNextGoesOn() {
        String project = project("Essays");
        String body = "a long text ".repeat(40_000);
        List<String> made = new ArrayList<>();
        for (int day = 1; day <= 7; day++) {
            made.add(person.create("/sessions", "{'project_id':'" + project + "','scheduled_date':'2026-04-0" + day + "','kind':'captured','body':'" + body + "'}"));
        }
        String list = "/sessions?limit=200&project_id=" + project;
        Reply page = person.get(list).is(200);

        assertThat(page.each("body")).containsExactly(body, body);
        assertThat(walk(list)).isEqualTo(made);
        assertThat(walk("/sessions?limit=3&sort=-scheduled_date&project_id=" + project)).isEqualTo(made.reversed());
        Reply events = person.get("/events?limit=200&type=session.created&project_id=" + project).is(200);
        assertThat(events.each("sequence")).hasSize(2);
        assertThat(person.get("/events?limit=200&type=session.created&project_id=" + project + "&cursor=" + events.text("/next")).each("sequence")).hasSize(2);
        Reply looked = person.get("/events?after=0&limit=200&type=session.created&project_id=" + project).is(200);
        assertThat(looked.each("sequence")).hasSize(2);
        looked.has("/position", Long.parseLong(looked.text("/next")));
    }

    @Test
    void pagesAreStableWhileOthersInsert() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            made.add(person.create("/areas", "{'name':'Area " + (100 + 2 * i) + "','type':'home'}"));
        }
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> writer = threads.submit(() -> {
                for (int i = 0; i < 500 && !stop.get(); i++) {
                    person.create("/areas", "{'name':'Area " + (101 + 2 * (i % 30)) + " x" + i + "','type':'home'}");
                }
            });
            for (String order : List.of("name", "-name", "created_at", "-created_at")) {
                List<String> walked = walk("/areas?limit=10&sort=" + order);
                assertThat(walked).as(order).doesNotHaveDuplicates().containsAll(made);
            }
            stop.set(true);
            writer.get();
        }
    }

    @Test
    void aCursorBelongsToItsList() {
        for (int i = 0; i < 3; i++) {
            project("Novel " + i);
        }
        String cursor = person.get("/projects?limit=1").text("/next");
        person.get("/projects?limit=2&cursor=" + cursor).is(200);
        for (String other : List.of("/projects?status=active&cursor=", "/projects?sort=name&cursor=", "/projects?archived=all&cursor=", "/areas?cursor=", "/tags?cursor=")) {
            person.get(other + cursor).refused(ErrorCode.INVALID_CURSOR);
        }
        for (String bad : List.of("x", "", "W10", "W251bGwsMV0", "bnVsbA", "MWU5OTk5OTk5OTk5", cursor + "A", cursor.substring(1), "a".repeat(3_000), "%0d%0aSet-Cookie:%20a=b")) {
            Reply refused = person.get("/projects?cursor=" + bad).refused(ErrorCode.INVALID_CURSOR);
            assertThat(refused.headers().map()).doesNotContainKey("set-cookie");
        }
    }

    @Test
    void aLinkCarriesTheWholeQueryAndNothingElse() {
        for (int i = 0; i < 3; i++) {
            person.create("/projects", "{'name':'Größe & Maß " + i + "'}");
        }
        Reply page = person.get("/projects?limit=1&q=gr%C3%B6%C3%9Fe%20%26&status=active,paused&sort=-name").is(200);
        assertThat(page.each("id")).hasSize(1);
        assertThat(walk("/projects?limit=1&q=gr%C3%B6%C3%9Fe%20%26&status=active,paused&sort=-name")).hasSize(3);
        Reply injected = person.get("/projects?limit=1&q=%3E%3B%20rel%3D%22x%22").is(200);
        assertThat(injected.header("link")).isEmpty();
    }

    @Test
    void searchKnowsGermanAndChinese() {
        String german = project("Die Größe des Flusses");
        String chinese = project("北京的旅行");
        String described = person.create("/projects", "{'name':'Third','description':'50% off_by \\\\ one'}");
        assertThat(person.get("/projects?q=GR%C3%96SSE").each("id")).isSubsetOf(german);
        assertThat(person.get("/projects?q=" + encoded("GRÖẞE")).each("id")).isSubsetOf(german);
        assertThat(person.get("/projects?q=" + encoded("größe fluss")).each("id")).containsExactly(german);
        assertThat(person.get("/projects?q=" + encoded("GRÖßE")).each("id")).containsExactly(german);
        assertThat(person.get("/projects?q=" + encoded("北京")).each("id")).containsExactly(chinese);
        assertThat(person.get("/projects?q=" + encoded("旅")).each("id")).containsExactly(chinese);
        assertThat(person.get("/projects?q=" + encoded("50%")).each("id")).containsExactly(described);
        assertThat(person.get("/projects?q=" + encoded("f_b")).each("id")).containsExactly(described);
        assertThat(person.get("/projects?q=" + encoded("%")).each("id")).containsExactly(described);
        assertThat(person.get("/projects?q=" + encoded("\\")).each("id")).containsExactly(described);
        assertThat(person.get("/projects?q=" + encoded("' OR 1=1 --")).each("id")).isEmpty();
        assertThat(person.get("/projects?q=").each("id")).hasSize(3);
    }

    @Test
    void filtersSayWhatTheyMean() {
        String one = person.create("/projects", "{'name':'One','status':'paused','priority':1,'is_favorite':true}");
        String two = person.create("/projects", "{'name':'Two','classification':'work'}");
        assertThat(person.get("/projects?status=paused").each("id")).containsExactly(one);
        assertThat(person.get("/projects?status=paused,active&sort=-name").each("id")).containsExactly(two, one);
        assertThat(person.get("/projects?status=paused&status=active").each("id")).hasSize(2);
        assertThat(person.get("/projects?priority_from=2").each("id")).containsExactly(two);
        assertThat(person.get("/projects?is_favorite=true").each("id")).containsExactly(one);
        assertThat(person.get("/projects?classification=null").each("id")).containsExactly(one);
        assertThat(person.get("/projects?created_at_from=2020-01-01T00:00:00Z").each("id")).hasSize(2);
        assertThat(person.get("/projects?id=" + one + "," + two).each("id")).hasSize(2);
        assertThat(person.get("/projects?name=" + encoded("One")).each("id")).containsExactly(one);
        assertThat(person.get("/sessions?week_key=2026.15,2026.16").each("id")).isEmpty();
    }

    @Test
    void wrongParametersAreNamedTogether() {
        person.get("/projects?colour=red&sort=mood&limit=0&status=gone").refused(ErrorCode.INVALID_PARAMETER,
                "/colour unknown_parameter", "/sort unknown_sort", "/limit out_of_range", "/status unknown_word");
        for (String query : List.of("limit=201", "limit=x", "limit=", "limit=-1", "limit=99999999999", "sort=", "sort=name,name", "sort=--name", "priority=x",
                "priority=1e3", "area_id=x", "started_date=2026-02-30", "created_at_from=yesterday", "is_favorite=1", "notes=x",
                "status_from=active", "slug=A%20B", "started_date_from=%2B10000-01-01", "name=", "=x", "q=" + "x%20".repeat(11), "q=" + "x".repeat(1_001),
                "id=" + "x,".repeat(101), "archived=")) {
            person.get("/projects?" + query).refused(ErrorCode.INVALID_PARAMETER);
        }
        person.get("/sessions?project_id=none").refused(ErrorCode.INVALID_PARAMETER, "/project_id unknown_reference");
        person.get("/sessions?week_key=2025.53").refused(ErrorCode.INVALID_PARAMETER);
        person.get("/sessions?q=x").is(200);
        person.get("/projects/none/repositories").refused(ErrorCode.NOT_FOUND);
        person.get("/events?colour=red").refused(ErrorCode.INVALID_PARAMETER, "/colour invalid");
        for (String query : List.of("limit=0", "after=x", "after=-1", "cursor=x", "run_id=x", "before=99999999999999999999")) {
            person.get("/events?" + query).refused(ErrorCode.INVALID_PARAMETER);
        }
        person.get("/events?project_id=none").isProblem();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
