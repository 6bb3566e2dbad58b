package dev.steward.http.mcp;

import dev.steward.application.IdGenerator;
import dev.steward.http.Requests;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Requests that this server sent to clients in the stream of an answer, and that they answer with a request of their own. */
@Singleton
final class Questions {

    private final IdGenerator ids;
    private final Map<String, Question> open = new ConcurrentHashMap<>();

    Questions(IdGenerator ids) {
        this.ids = ids;
    }

    final class Question implements AutoCloseable {
        private final String id;
        private final String asked;
        private final CompletableFuture<Message> answer = new CompletableFuture<>();

        private Question(String id, String asked) {
            this.id = id;
            this.asked = asked;
        }

        String id() {
            return id;
        }

        CompletableFuture<Message> answer() {
            return answer;
        }

        void giveUp() {
            answer.cancel(false);
        }

        @Override
        public void close() {
            open.remove(id);
        }
    }

    Question ask(HttpRequest<?> request) {
        Question question = new Question(ids.next().toString(), caller(request));
        open.put(question.id, question);
        return question;
    }

    /** An answer counts from whoever was asked; any other is dropped. */
    void answered(HttpRequest<?> request, Message message) {
        Question question = open.get(message.id() instanceof dev.steward.domain.Json.Text text ? text.value() : "");
        if (question != null && question.asked.equals(caller(request))) {
            question.answer.complete(message);
        }
    }

    private static String caller(HttpRequest<?> request) {
        return Requests.caller(request).workspace() + " " + Requests.caller(request).actor().id();
    }
}
