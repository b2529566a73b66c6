// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.genesys.Region;
import io.tenantry.identity.ColumnMapping;
import io.tenantry.identity.IdentitySource;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.MappingLoader;
import io.tenantry.policy.MappingReading;
import io.tenantry.policy.TenantId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns a command line into a {@link Request}, or lists every problem of it. */
final class RequestReader {
    static final String ID = "TENANTRY_CLIENT_ID";
    static final String SECRET = "TENANTRY_CLIENT_SECRET";
    private static final Option[] PLACES = {Option.REGION, Option.DOMAIN, Option.BASE_URL};

    private final ParsedLine line;
    private final Map<String, String> environment;
    private final List<String> problems;
    private final Checks checks;

    RequestReader(ParsedLine line, Map<String, String> environment) {
        this.line = line;
        this.environment = environment;
        this.problems = line.problems();
        this.checks = new Checks(line, problems);
    }

    /** Returns the request, or empty if there are {@link #problems}. */
    Optional<Request> read() {
        Optional<Verb> verb = line.verb();
        Optional<String> operand = operand(verb);
        boolean saved = is(verb, Verb.APPLY) && operand.isPresent();
        boolean alone = is(verb, Verb.VERIFY, Verb.SCIM) || (is(verb, Verb.SERVE) && !line.has(Option.WATCH_TOO));
        Optional<Path> policy = is(verb, Verb.STATE) && !line.has(Option.LIFT)
                ? line.value(Option.POLICY).flatMap(checks::path)
                : checks.file(Option.POLICY);
        policy.filter(p -> is(verb, Verb.WATCH)).ifPresent(p -> checks.regular("--policy", p));
        boolean mappingAlone = is(verb, Verb.LINT)
                && line.has(Option.MAP)
                && !checks.anyOf(Option.USERS, Option.JSONL)
                && !checks.anyOf(PLACES);
        checks.need(alone || mappingAlone || line.has(Option.POLICY), "the policy is missing: add --policy FILE");
        Optional<MappingReading> mapping = mapping(verb);
        ScimOptions scim = new ScimOptions(line, environment, checks);
        Optional<ScimPlace> pushes = scim.place(alone && is(verb, Verb.SERVE));
        checks.need(
                !is(verb, Verb.SERVE) || line.has(Option.SCIM),
                "the place of the pushes is missing: add --scim FILE or --scim URL");
        Optional<IdentitySource> source = source(verb, mapping, pushes, scim.connection());
        checks.need(
                saved
                        || alone
                        || is(verb, Verb.LINT, Verb.PROVE, Verb.OFFBOARD, Verb.ACCEPT_ROLE, Verb.STATE, Verb.EVIDENCE)
                        || checks.anyOf(Option.USERS, Option.JSONL, Option.SCIM),
                "the source of people is missing: add --users FILE with --members, --jsonl FILE, or --scim with --connection");
        boolean wantsOrganization = checks.anyOf(PLACES);
        checks.need(
                alone || is(verb, Verb.LINT, Verb.STATE, Verb.EVIDENCE) || wantsOrganization,
                "the organization is missing: add --region, --domain or --base-url");
        Optional<GenesysCloud.Builder> organization = wantsOrganization ? organization() : Optional.empty();
        checks.need(
                !line.has(Option.OVERRIDE) || saved,
                "--override goes with apply PLAN only: an override is for one saved plan that its approver has read");
        checks.need(!line.has(Option.TENANT) || line.has(Option.HTML), "--tenant is for the page: add --html FILE");
        boolean accepts = is(verb, Verb.ACCEPT_ROLE);
        checks.need(
                accepts || line.has(Option.LIFT) || line.has(Option.OVERRIDE) == line.has(Option.REASON),
                "--override and --reason go together: the audit trail records why a limit was overridden");
        checks.need(
                !accepts || (line.has(Option.REASON) && line.has(Option.BY)),
                "accept-role needs --reason and --approved-by: the store records who accepted the role and why");
        checks.need(
                !line.has(Option.LIFT) || (line.has(Option.REASON) && line.has(Option.BY)),
                "--lift-quarantine needs --reason and --approved-by: the audit trail records who ended it and why");
        checks.need(
                line.has(Option.BY)
                        || !(is(verb, Verb.APPLY, Verb.WATCH) || line.has(Option.APPLY))
                        || !System.getProperty("user.name", "?").equals("?"),
                "the user of this process has no name: add --approved-by, for the audit trail");
        for (Option option : List.of(Option.BY, Option.REASON)) {
            checks.need(
                    line.value(option)
                            .filter(text -> text.chars().anyMatch(Character::isISOControl))
                            .isEmpty(),
                    option.spelling() + " holds a line break or another control character: write it in one line");
        }
        line.all(Option.OVERRIDE).forEach(this::overridable);
        StatePlace state = new StateOptions(line, environment, problems::add).read(policy);
        if (!is(verb, Verb.VERIFY)) {
            new Outputs(line, checks).check(inputs(policy), databases(state, pushes));
        }
        checks.need(
                !is(verb, Verb.ACCEPT_ROLE, Verb.STATE, Verb.EVIDENCE) || !line.has(Option.NO_STATE),
                verb.map(Verb::spelling).orElse("") + " is about what runs keep: leave --no-state out");
        Period period = new Period(checks.day(Option.FROM), checks.day(Option.TO));
        checks.need(
                period.first().flatMap(f -> period.last().filter(f::isAfter)).isEmpty(),
                "--from is after --to: the period would be empty");
        ServeTerms serve = new ServeOptions(line, environment, checks).read();
        WatchTimes times = new WatchOptions(line, checks).read();
        int valid = checks.number(Option.VALID, 30, 1, 10_080);
        int most = checks.number(Option.SHOW, 20, 1, Integer.MAX_VALUE);
        OptionalInt asked = line.has(Option.SHOW) ? OptionalInt.of(most) : OptionalInt.empty();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Request(
                verb.orElseThrow(),
                operand,
                policy,
                source,
                pushes,
                scim.connection(),
                line.value(Option.LABEL),
                line.all(Option.EMPTY),
                mapping,
                organization,
                place(),
                state,
                line.value(Option.LIFT),
                period,
                times,
                serve,
                line.value(Option.OUT).map(Path::of),
                line.value(Option.HTML).map(Path::of),
                line.value(Option.TENANT).map(TenantId::new),
                line.value(Option.CSV).map(Path::of),
                Duration.ofMinutes(valid),
                asked,
                line.value(Option.BY).orElse(System.getProperty("user.name", "unknown")),
                line.all(Option.OVERRIDE),
                line.value(Option.REASON).orElse(""),
                line.has(Option.APPLY),
                line.has(Option.JSON)));
    }

    private List<Path> inputs(Optional<Path> policy) {
        // What is wrong with these paths is said elsewhere.
        Checks silent = new Checks(line, new ArrayList<>());
        List<Path> inputs = new ArrayList<>();
        policy.ifPresent(inputs::add);
        line.value(Option.MAP).flatMap(silent::path).filter(Files::exists).ifPresent(inputs::add);
        try {
            inputs.addAll(new SourceOptions(line, silent, Optional.empty()).files());
        } catch (IOException e) {
            // The folder is read again for its lists, and that says why it cannot be read.
            return inputs;
        }
        return inputs;
    }

    private List<Path> databases(StatePlace state, Optional<ScimPlace> pushes) {
        if (state instanceof StateFile one && pushes.orElse(null) instanceof ScimPlace.File other) {
            checks.need(
                    !Outputs.same(one.file(), other.file()),
                    "--scim and the state are one file, " + one.file()
                            + ": a SQLite file holds either what was pushed or a state, so name two");
        }
        List<Path> files = new ArrayList<>();
        if (state instanceof StateFile file) {
            files.add(file.file());
        }
        if (pushes.orElse(null) instanceof ScimPlace.File file) {
            files.add(file.file());
        }
        return files;
    }

    List<String> problems() {
        return problems;
    }

    private void overridable(String hold) {
        List<String> known = Arrays.stream(HoldCode.values())
                .filter(HoldCode::canBeOverridden)
                .map(HoldCode::key)
                .toList();
        checks.need(
                HoldCode.named(hold.replaceFirst(":.*", ""))
                        .filter(HoldCode::canBeOverridden)
                        .isPresent(),
                "--override " + hold + " names no hold that can be overridden: write one of "
                        + String.join(", ", known)
                        + ", and :TENANT behind it for one tenant"
                        + NearWords.question(hold.replaceFirst(":.*", ""), known));
    }

    private Optional<String> operand(Optional<Verb> verb) {
        if (is(verb, Verb.SCIM)) {
            return deed(String.join(" ", line.operands()));
        }
        int most = verb.filter(v -> !v.operand().isEmpty()).isPresent() ? 1 : 0;
        List<String> words = line.operands();
        checks.need(
                verb.isEmpty() || words.size() <= most,
                "too many words: remove " + (words.size() - most) + ", or write an option as --name VALUE");
        boolean given = !words.isEmpty();
        checks.need(given || !is(verb, Verb.ONE), "one needs an identity: its id or its user name");
        checks.need(given || !is(verb, Verb.WHAT_IF), "what-if needs the file of the proposed policy");
        checks.need(given || !is(verb, Verb.OFFBOARD), "offboard needs a tenant: its id in the policy");
        checks.need(given || !is(verb, Verb.ACCEPT_ROLE), "accept-role needs the name of a role");
        checks.need(given || !is(verb, Verb.EVIDENCE), "evidence needs a tenant: its id in the policy");
        checks.need(
                given || !is(verb, Verb.VERIFY),
                "verify needs a file: the JSON that prove or evidence saved with --out");
        Optional<String> operand = words.stream().findFirst();
        if (is(verb, Verb.VERIFY)) {
            operand.flatMap(checks::path).ifPresent(p -> checks.readable("the file", p));
            line.value(Option.HTML).flatMap(checks::path).ifPresent(p -> checks.readable("--html", p));
        }
        if (is(verb, Verb.APPLY, Verb.WHAT_IF)) {
            String what = is(verb, Verb.APPLY) ? "the plan" : "the proposed policy";
            operand.flatMap(checks::path).ifPresent(p -> checks.readable(what, p));
            operand.filter(o -> is(verb, Verb.APPLY)).flatMap(checks::path).ifPresent(p -> checks.regular(what, p));
        }
        return operand;
    }

    private Optional<String> deed(String words) {
        checks.need(
                ScimRun.DEEDS.contains(words),
                "scim needs one of " + String.join(", ", ScimRun.DEEDS) + NearWords.question(words, ScimRun.DEEDS));
        checks.need(line.has(Option.SCIM), "the place of the pushes is missing: add --scim with --connection");
        boolean named = words.equals("token issue") || words.equals("token revoke");
        checks.need(named == line.has(Option.LABEL), "--label names the token that is issued or revoked");
        return Optional.of(words);
    }

    private static boolean is(Optional<Verb> verb, Verb... any) {
        return verb.filter(List.of(any)::contains).isPresent();
    }

    private Optional<MappingReading> mapping(Optional<Verb> verb) {
        checks.need(
                !line.has(Option.MAP) || is(verb, Verb.LINT) || checks.anyOf(Option.USERS, Option.JSONL),
                "--map says what the columns of people mean: add --users FILE or --jsonl FILE");
        Optional<String> written = line.value(Option.MAP);
        Optional<MappingReading> ready = written.flatMap(ColumnMapping::named).map(MappingReading::of);
        if (ready.isPresent() || written.isEmpty()) {
            return ready;
        }
        if (!written.get().contains(".")
                && written.flatMap(checks::path).filter(Files::exists).isEmpty()) {
            problems.add("--map " + written.get() + " is neither a file nor a ready mapping: write one of "
                    + String.join(", ", ColumnMapping.names()) + ", or the path of a mapping file"
                    + NearWords.question(written.get(), ColumnMapping.names()));
            return Optional.empty();
        }
        Optional<Path> file = checks.file(Option.MAP);
        return problems.isEmpty() ? file.map(MappingLoader::read) : Optional.empty();
    }

    private Optional<IdentitySource> source(
            Optional<Verb> verb, Optional<MappingReading> mapping, Optional<ScimPlace> pushes, String connection) {
        checks.need(
                pushes.isEmpty() || is(verb, Verb.SCIM) || !checks.anyOf(Option.USERS, Option.JSONL),
                "--scim, --users and --jsonl are sources of their own: keep one");
        Optional<IdentitySource> source = new SourceOptions(line, checks, mapping).read();
        return pushes.<IdentitySource>map(place -> new PushedSource(place, connection))
                .or(() -> is(verb, Verb.WATCH) ? source.map(s -> new WatchedExport(s.name(), line, mapping)) : source);
    }

    private Optional<GenesysCloud.Builder> organization() {
        checks.need(
                Arrays.stream(PLACES).filter(line::has).count() == 1,
                "--region, --domain and --base-url name the organization: keep one of them");
        for (String name : List.of(ID, SECRET)) {
            String value = credential(environment, name);
            checks.need(!value.isBlank(), "environment variable " + name + " is not set: the OAuth client needs it");
            checks.need(
                    value.chars().noneMatch(Character::isISOControl) && !Undecoded.isIn(value),
                    "environment variable " + name + " holds a line break or another character that no credential has:"
                            + " set it to the value alone");
        }
        checks.need(line.has(Option.BASE_URL) || !line.has(Option.LOGIN_URL), "--login-url goes with --base-url only");
        GenesysCloud.Builder builder = GenesysCloud.builder();
        line.value(Option.REGION).ifPresent(r -> region(r).ifPresent(builder::region));
        line.value(Option.DOMAIN).ifPresent(d -> address(Option.DOMAIN, () -> builder.domain(d)));
        line.value(Option.BASE_URL)
                .ifPresent(u -> address(
                        Option.BASE_URL,
                        () -> builder.hosts(
                                URI.create(u),
                                URI.create(line.value(Option.LOGIN_URL).orElse(u)))));
        if (problems.isEmpty()) {
            String id = credential(environment, ID);
            char[] secret = credential(environment, SECRET).toCharArray();
            address(Option.BASE_URL, () -> builder.credentials(ClientCredentials.of(id, secret)));
        }
        return Optional.of(builder);
    }

    /** Returns a value without the end of its line, with which a mounted secret comes. */
    static String credential(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").replaceFirst("\\r?\\n?\\z", "");
    }

    private String place() {
        return line.value(Option.BASE_URL)
                .map(url -> URI.create(url).getAuthority())
                .or(() -> line.value(Option.DOMAIN))
                .or(() -> line.value(Option.REGION).flatMap(this::region).map(Region::domain))
                .orElse("the organization");
    }

    private Optional<Region> region(String spelling) {
        Optional<Region> region = Arrays.stream(Region.values())
                .filter(r -> spelling(r).equals(spelling.toLowerCase(Locale.ROOT)))
                .findFirst();
        List<String> known =
                Arrays.stream(Region.values()).map(RequestReader::spelling).toList();
        checks.need(
                region.isPresent(),
                "--region " + spelling + " is unknown: use --domain, or one of " + String.join(", ", known)
                        + NearWords.question(spelling, known));
        return region;
    }

    private static String spelling(Region region) {
        return region.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    // The message does not repeat the address, which may hold a password.
    private void address(Option option, Runnable use) {
        try {
            use.run();
        } catch (IllegalArgumentException e) {
            problems.add(option.spelling()
                    + " is not a valid address: use https with a host and nothing else, or http to 127.0.0.1");
        }
    }
}
