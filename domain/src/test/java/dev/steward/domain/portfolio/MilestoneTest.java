package dev.steward.domain.portfolio;

import static dev.steward.domain.portfolio.ProgressStatus.CANCELLED;
import static dev.steward.domain.portfolio.ProgressStatus.DOING;
import static dev.steward.domain.portfolio.ProgressStatus.DONE;
import static dev.steward.domain.portfolio.ProgressStatus.PLANNED;
import static dev.steward.domain.portfolio.Samples.EVENING;
import static dev.steward.domain.portfolio.Samples.NOON;
import static dev.steward.domain.portfolio.Samples.TUESDAY;
import static dev.steward.domain.portfolio.Samples.id;
import static dev.steward.domain.portfolio.Samples.milestone;
import static dev.steward.domain.portfolio.Samples.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MilestoneTest {

    @Test
    void becomingDoneSetsTheDayAndLeavingItClearsIt() {
        Milestone done = milestone().create().revise(NOON, milestone().status(DONE).details(), TUESDAY);
        assertThat(done.completedDate()).isEqualTo(TUESDAY);
        assertThat(done.revise(EVENING, milestone().status(DOING).details(), TUESDAY).completedDate()).isNull();
    }

    @Test
    void whatIsCreatedDoneHasItsDay() {
        assertThat(milestone().status(DONE).create().completedDate()).isEqualTo(TUESDAY);
        assertThat(milestone().status(PLANNED).create().completedDate()).isNull();
    }

    @Test
    void anEditOfADoneMilestoneKeepsItsDay() {
        Milestone edited = milestone().status(DONE).create()
                .revise(NOON, milestone().status(DONE).description("Read by four").details(), TUESDAY.plusDays(3));
        assertThat(edited.completedDate()).isEqualTo(TUESDAY);
        assertThat(edited.details().description()).isEqualTo("Read by four");
    }

    @Test
    void anImportedDoneMilestoneWithoutADayGetsNoneInvented() {
        Milestone imported = new Milestone(Samples.meta(), milestone().status(DONE).details(), null);
        assertThat(imported.revise(NOON, milestone().status(DONE).description("Renamed").details(), TUESDAY).completedDate()).isNull();
    }

    @Test
    void aMilestoneStaysInItsProject() {
        Milestone milestone = milestone().create();
        assertThat(violationsOf(() -> milestone.revise(NOON, milestone().projectId(id(9)).details(), TUESDAY)))
                .containsExactly("/project_id not_changeable");
    }

    @Test
    void theOutcomeIsRequired() {
        assertThat(violationsOf(() -> milestone().description("").details())).containsExactly("/description required");
    }

    @ParameterizedTest
    @EnumSource(ProgressStatus.class)
    void theTableOfStatesIsWhatRevisionsFollow(ProgressStatus from) {
        for (ProgressStatus to : ProgressStatus.values()) {
            boolean oneStep = !(from == DONE && to == CANCELLED || from == CANCELLED && to == DONE);
            assertThat(from.allowed().contains(to)).isEqualTo(oneStep && from != to);
            Milestone milestone = milestone().status(from).create();
            if (oneStep) {
                assertThat(milestone.revise(NOON, milestone().status(to).details(), TUESDAY).details().status()).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> milestone.revise(NOON, milestone().status(to).details(), TUESDAY))
                        .isInstanceOfSatisfying(RefusedException.class, refused -> {
                            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TRANSITION);
                            assertThat(refused.details().get("allowed")).hasToString(
                                    "Arr[items=[Text[value=backlog], Text[value=planned], Text[value=doing]]]");
                        });
            }
        }
    }
}
