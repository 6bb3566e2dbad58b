package dev.steward.http.workspace;

import dev.steward.application.Units;
import dev.steward.application.Values;
import dev.steward.application.workspace.Settings;
import dev.steward.http.Answer;
import dev.steward.http.Api;
import dev.steward.http.IfAny;
import dev.steward.http.Operation;
import dev.steward.http.Requests;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/settings")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class SettingController {

    private final Api api;
    private final Units units;
    private final Settings settings;

    SettingController(Api api, Units units, Settings settings) {
        this.api = api;
        this.units = units;
        this.settings = settings;
    }

    @Get
    @Operation(value = "listSettings", answer = "setting", list = true, summary = "Every known setting, stored or by default, and every other stored one.")
    HttpResponse<?> list(HttpRequest<?> request) {
        return units.read(Requests.caller(request), unit ->
                Api.page(request, settings.list(unit).stream().map(Settings.SHAPE::render).toList(), Optional.empty())).toResponse();
    }

    @Get("/{key}")
    @Operation(value = "getSetting", answer = "setting", summary = "Read a setting.")
    HttpResponse<?> get(HttpRequest<?> request, String key) {
        return units.read(Requests.caller(request), unit -> rendered(settings.get(unit, key))).toResponse();
    }

    @Put("/{key}")
    @Operation(value = "putSetting", answer = "setting", body = "setting", summary = "Store a setting. The same again changes nothing.")
    CompletionStage<HttpResponse<?>> put(HttpRequest<?> request, String key, @Body @IfAny byte @Nullable [] body) {
        Values values = Settings.SHAPE.read(Requests.body(request, body));
        return api.write(request, body, unit -> {
            Requests.requireMatch(request, settings.current(unit, key).version());
            return rendered(settings.put(unit, key, values));
        });
    }

    @Delete("/{key}")
    @Operation(value = "deleteSetting", status = 204, summary = "Back to the default; a setting without one is gone.")
    CompletionStage<HttpResponse<?>> delete(HttpRequest<?> request, String key) {
        return api.write(request, null, unit -> {
            Requests.requireMatch(request, settings.get(unit, key).version());
            settings.delete(unit, key);
            return Answer.noContent();
        });
    }

    private static Answer rendered(Settings.Effective setting) {
        return Answer.ok(Settings.SHAPE.render(setting)).version(setting.version());
    }
}
