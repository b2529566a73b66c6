// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.Exports.Format;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One organization, one store, and exports that follow each other, on each road. */
final class ExportRun {
    final World world = new World();
    final Format format;
    final Path directory;
    Exports exports = Exports.four();
    IdentitySource source;
    private final Set<IdentityId> ids = new TreeSet<>();

    ExportRun(Format format, Path directory) throws IOException {
        this.format = format;
        this.directory = Files.createDirectories(directory);
        this.source = format.write(directory, exports);
        remember();
    }

    /** From now on the feed names these people and nobody else. */
    ExportRun naming(String... changed) {
        ids.clear();
        List.of(changed).forEach(id -> ids.add(new IdentityId(id)));
        return this;
    }

    private void remember() {
        exports.rows.stream()
                .map(Exports.Row::id)
                .filter(id -> !id.isBlank())
                .forEach(id -> ids.add(new IdentityId(id)));
    }

    Provisioner provisioner() {
        return Provisioner.builder()
                .policy(world.policy())
                .source(new Fed(source, ids))
                .directory(world.directory)
                .store(world.store)
                .clock(Clock.fixed(World.NOW, ZoneOffset.UTC))
                .sleeper(duration -> {})
                .build();
    }

    ExportRun settled() {
        apply();
        assertThat(plan().operations()).isEmpty();
        world.directory.writes.clear();
        return this;
    }

    ExportRun write() throws IOException {
        remember();
        source = format.write(directory, exports);
        return this;
    }

    Path file() {
        return directory.resolve(format == Format.JSON_LINES ? "people.jsonl" : "users.csv");
    }

    ExportRun text(String from, String to) throws IOException {
        String text = Files.readString(file());
        assertThat(text).contains(from);
        Files.writeString(file(), text.replace(from, to));
        return again();
    }

    /** Takes the files as they are now. */
    ExportRun again() {
        source = format.read(directory, exports);
        return this;
    }

    Plan plan() {
        return provisioner().plan();
    }

    Plan apply() {
        Provisioner provisioner = provisioner();
        Plan plan = provisioner.plan();
        provisioner.apply(plan, Approval.of(plan, "test"));
        return plan;
    }

    /** The plan, after a plan for those who changed and a what-if were seen to say the same. */
    Plan everybody() {
        ChangePlan changed = provisioner().planChanges();
        Plan plan = plan();
        assertThat(changes(changed.plan()))
                .as("the changed, " + changed.people() + " people, everybody: " + changed.everybody())
                .isEqualTo(changes(plan));
        assertThat(changes(provisioner().whatIf(world.policy()).proposed())).isEqualTo(changes(plan));
        return plan;
    }

    List<String> one(String id) {
        return changes(provisioner().explain(id).plan());
    }

    /** What nobody gains or loses, on any road. */
    Plan nothingFor(String... ids) {
        Plan plan = everybody();
        assertThat(changes(plan)).isEmpty();
        for (String id : ids) {
            assertThat(one(id)).as(id).isEmpty();
        }
        return plan;
    }

    /** The person is refused on the road for one. */
    void refused(String id, String why) {
        assertThatThrownBy(() -> one(id))
                .isInstanceOf(IdentitySourceException.class)
                .hasMessageContaining(why);
    }

    Account account(String id) {
        return world.directory.byName(id + "@acme.example");
    }

    static List<String> changes(Plan plan) {
        return plan.operations().map(o -> Wording.of(o.change())).toList();
    }

    static List<HoldCode> holds(Plan plan) {
        return plan.holds().stream().map(Hold::code).toList();
    }

    static List<String> said(Plan plan, FindingCode code) {
        return plan.findings().stream()
                .filter(f -> f.code() == code)
                .map(Finding::message)
                .toList();
    }

    static List<String> problems(Plan plan) {
        return plan.rejected().stream().map(RejectedRow::problem).toList();
    }

    /** A source with a feed that names everybody whom an export ever had. */
    private record Fed(IdentitySource source, Set<IdentityId> ids) implements IdentitySource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Completeness read(Consumer<IdentityPage> pages) {
            return source.read(pages);
        }

        @Override
        public Optional<Identity> find(String idOrUserName) {
            return source.find(idOrUserName);
        }

        @Override
        public Optional<ChangeFeed> changes() {
            return Optional.of(new ChangeFeed() {
                @Override
                public String latest() {
                    return "now";
                }

                @Override
                public Changes since(String watermark) {
                    return new Changes(ids, "now");
                }
            });
        }
    }
}
