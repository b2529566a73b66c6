// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.genesys.Region;
import io.tenantry.identity.ColumnMapping;
import io.tenantry.identity.CsvSource;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.JsonLinesSource;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.MappingLoader;
import io.tenantry.policy.MappingReading;
import io.tenantry.policy.TenantId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Turns a command line into a {@link Request}, or lists every problem of it. */
final class RequestReader {
    static final String ID = "TENANTRY_CLIENT_ID";
    static final String SECRET = "TENANTRY_CLIENT_SECRET";
    private static final Option[] PLACES = {Option.REGION, Option.DOMAIN, Option.BASE_URL};

    private final ParsedLine line;
    private final Map<String, String> environment;
    private final List<String> problems;

    RequestReader(ParsedLine line, Map<String, String> environment) {
        this.line = line;
        this.environment = environment;
        this.problems = line.problems();
    }

    /** Returns the request, or empty if there are {@link #problems}. */
    Optional<Request> read() {
        Optional<Verb> verb = line.verb();
        Optional<String> operand = operand(verb);
        boolean saved = is(verb, Verb.APPLY) && operand.isPresent();
        boolean alone = is(verb, Verb.VERIFY);
        Optional<Path> policy = is(verb, Verb.STATE) && !line.has(Option.LIFT)
                ? line.value(Option.POLICY).flatMap(this::path)
                : file(Option.POLICY);
        boolean mappingAlone =
                is(verb, Verb.LINT) && line.has(Option.MAP) && !anyOf(Option.USERS, Option.JSONL) && !anyOf(PLACES);
        need(alone || mappingAlone || line.has(Option.POLICY), "the policy is missing: add --policy FILE");
        Optional<MappingReading> mapping = mapping(verb);
        Optional<IdentitySource> source = source(mapping);
        need(
                saved
                        || alone
                        || is(verb, Verb.LINT, Verb.PROVE, Verb.OFFBOARD, Verb.ACCEPT_ROLE, Verb.STATE, Verb.EVIDENCE)
                        || anyOf(Option.USERS, Option.JSONL),
                "the source of people is missing: add --users FILE with --members, or --jsonl FILE");
        boolean wantsOrganization = anyOf(PLACES);
        need(
                alone || is(verb, Verb.LINT, Verb.STATE, Verb.EVIDENCE) || wantsOrganization,
                "the organization is missing: add --region, --domain or --base-url");
        Optional<GenesysCloud.Builder> organization = wantsOrganization ? organization() : Optional.empty();
        need(
                !line.has(Option.OVERRIDE) || saved,
                "--override goes with apply PLAN only: an override is for one saved plan that its approver has read");
        need(!line.has(Option.TENANT) || line.has(Option.HTML), "--tenant is for the page: add --html FILE");
        boolean accepts = is(verb, Verb.ACCEPT_ROLE);
        need(
                accepts || line.has(Option.LIFT) || line.has(Option.OVERRIDE) == line.has(Option.REASON),
                "--override and --reason go together: the audit trail records why a limit was overridden");
        need(
                !accepts || (line.has(Option.REASON) && line.has(Option.BY)),
                "accept-role needs --reason and --approved-by: the store records who accepted the role and why");
        need(
                !line.has(Option.LIFT) || (line.has(Option.REASON) && line.has(Option.BY)),
                "--lift-quarantine needs --reason and --approved-by: the audit trail records who ended it and why");
        line.all(Option.OVERRIDE).forEach(this::overridable);
        StatePlace state = new StateOptions(line, environment, problems::add).read(policy);
        need(
                !is(verb, Verb.ACCEPT_ROLE, Verb.STATE, Verb.EVIDENCE) || !line.has(Option.NO_STATE),
                verb.map(Verb::spelling).orElse("") + " is about what runs keep: leave --no-state out");
        Period period = new Period(day(Option.FROM), day(Option.TO));
        need(
                period.first().flatMap(f -> period.last().filter(f::isAfter)).isEmpty(),
                "--from is after --to: the period would be empty");
        int valid = number(Option.VALID, 30, 1, 10_080);
        int most = number(Option.SHOW, 20, 1, Integer.MAX_VALUE);
        OptionalInt asked = line.has(Option.SHOW) ? OptionalInt.of(most) : OptionalInt.empty();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Request(
                verb.orElseThrow(),
                operand,
                policy,
                source,
                line.all(Option.EMPTY),
                mapping,
                organization,
                place(),
                state,
                line.value(Option.LIFT),
                period,
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

    List<String> problems() {
        return problems;
    }

    private void overridable(String hold) {
        List<String> known = Arrays.stream(HoldCode.values())
                .filter(HoldCode::canBeOverridden)
                .map(HoldCode::key)
                .toList();
        need(
                HoldCode.named(hold.replaceFirst(":.*", ""))
                        .filter(HoldCode::canBeOverridden)
                        .isPresent(),
                "--override " + hold + " names no hold that can be overridden: write one of "
                        + String.join(", ", known)
                        + ", and :TENANT behind it for one tenant"
                        + NearWords.question(hold.replaceFirst(":.*", ""), known));
    }

    private Optional<String> operand(Optional<Verb> verb) {
        int most = verb.filter(v -> !v.operand().isEmpty()).isPresent() ? 1 : 0;
        List<String> words = line.operands();
        need(
                verb.isEmpty() || words.size() <= most,
                "too many words: remove " + (words.size() - most) + ", or write an option as --name VALUE");
        boolean given = !words.isEmpty();
        need(given || !is(verb, Verb.ONE), "one needs an identity: its id or its user name");
        need(given || !is(verb, Verb.WHAT_IF), "what-if needs the file of the proposed policy");
        need(given || !is(verb, Verb.OFFBOARD), "offboard needs a tenant: its id in the policy");
        need(given || !is(verb, Verb.ACCEPT_ROLE), "accept-role needs the name of a role");
        need(given || !is(verb, Verb.EVIDENCE), "evidence needs a tenant: its id in the policy");
        need(given || !is(verb, Verb.VERIFY), "verify needs a file: the JSON that prove or evidence saved with --out");
        Optional<String> operand = words.stream().findFirst();
        if (is(verb, Verb.VERIFY)) {
            operand.flatMap(this::path).ifPresent(p -> readable("the file", p));
            line.value(Option.HTML).flatMap(this::path).ifPresent(p -> readable("--html", p));
        }
        if (is(verb, Verb.APPLY, Verb.WHAT_IF)) {
            String what = is(verb, Verb.APPLY) ? "the plan" : "the proposed policy";
            operand.flatMap(this::path).ifPresent(p -> readable(what, p));
        }
        return operand;
    }

    private static boolean is(Optional<Verb> verb, Verb... any) {
        return verb.filter(List.of(any)::contains).isPresent();
    }

    private Optional<MappingReading> mapping(Optional<Verb> verb) {
        need(
                !line.has(Option.MAP) || is(verb, Verb.LINT) || anyOf(Option.USERS, Option.JSONL),
                "--map says what the columns of people mean: add --users FILE or --jsonl FILE");
        Optional<String> written = line.value(Option.MAP);
        Optional<MappingReading> ready = written.flatMap(ColumnMapping::named).map(MappingReading::of);
        if (ready.isPresent() || written.isEmpty()) {
            return ready;
        }
        if (!written.get().contains(".")
                && written.flatMap(this::path).filter(Files::exists).isEmpty()) {
            problems.add("--map " + written.get() + " is neither a file nor a ready mapping: write one of "
                    + String.join(", ", ColumnMapping.names()) + ", or the path of a mapping file"
                    + NearWords.question(written.get(), ColumnMapping.names()));
            return Optional.empty();
        }
        Optional<Path> file = file(Option.MAP);
        return problems.isEmpty() ? file.map(MappingLoader::read) : Optional.empty();
    }

    /** Returns the source; empty if none is given, or its mapping has an error. */
    private Optional<IdentitySource> source(Optional<MappingReading> mapping) {
        need(!(line.has(Option.USERS) && line.has(Option.JSONL)), "--users and --jsonl are two sources: keep one");
        need(
                line.has(Option.USERS) || !anyOf(Option.MEMBERS, Option.MEMBERS_DIR),
                "members files need the file of people: add --users FILE");
        Optional<Path> users = file(Option.USERS);
        Optional<Path> lines = file(Option.JSONL);
        boolean trailer = line.value(Option.EXPECT).filter("trailer"::equals).isPresent();
        OptionalLong expected = line.has(Option.EXPECT) && !trailer
                ? OptionalLong.of(number(Option.EXPECT, 0, 0, Integer.MAX_VALUE))
                : OptionalLong.empty();
        Optional<ColumnMapping> columns = mapping.flatMap(MappingReading::mapping);
        if (mapping.isPresent() && columns.isEmpty()) {
            return Optional.empty();
        }
        if (users.isPresent()) {
            CsvSource.Builder csv = CsvSource.of(users.get());
            columns.ifPresent(csv::mapping);
            expected.ifPresent(csv::expectRows);
            if (trailer) {
                csv.expectTrailer();
            }
            line.all(Option.EMPTY)
                    .forEach(e -> need(
                            !listed(e) && !inFolder(e),
                            "--empty-group " + e + " contradicts its file of members: keep one"));
            line.all(Option.EMPTY).forEach(csv::empty);
            line.all(Option.MEMBERS).forEach(m -> members(csv, m));
            line.value(Option.MEMBERS_DIR).flatMap(this::path).ifPresent(d -> membersIn(csv, d));
            return Optional.of(csv.build());
        }
        Optional<JsonLinesSource> json =
                lines.map(l -> columns.map(c -> JsonLinesSource.of(l, c)).orElseGet(() -> JsonLinesSource.of(l)));
        return json.map(j -> trailer ? j.expectTrailer() : j)
                .map(j -> expected.isPresent() ? j.expectRows(expected.getAsLong()) : j);
    }

    private boolean listed(String group) {
        return line.all(Option.MEMBERS).stream().anyMatch(m -> m.startsWith(group + "="));
    }

    private boolean inFolder(String group) {
        return line.value(Option.MEMBERS_DIR)
                .flatMap(this::path)
                .filter(folder -> lists(folder, group))
                .isPresent();
    }

    /** Returns whether a folder has a file of this group; the case of the ending does not count. */
    private static boolean lists(Path folder, String group) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(group) && name.substring(group.length()).equalsIgnoreCase(".csv")) {
                    return true;
                }
            }
        } catch (IOException e) {
            // The folder is read again for its lists, and that says why it cannot be read.
        }
        return false;
    }

    private void members(CsvSource.Builder csv, String spelling) {
        int equals = spelling.indexOf('=');
        need(equals > 0, "--members " + spelling + " has no group: write --members GROUP=FILE");
        if (equals > 0) {
            String group = spelling.substring(0, equals);
            need(!inFolder(group), "--members " + group + " is also a file of --members-dir: keep one");
            Optional<Path> file = path(spelling.substring(equals + 1));
            file.ifPresent(f -> readable("--members", f));
            file.ifPresent(f -> csv.members(group, f));
        }
    }

    private void membersIn(CsvSource.Builder csv, Path directory) {
        try {
            csv.membersIn(directory);
        } catch (IdentitySourceException e) {
            problems.add("--members-dir: " + e.getMessage());
        }
    }

    private Optional<GenesysCloud.Builder> organization() {
        need(
                Arrays.stream(PLACES).filter(line::has).count() == 1,
                "--region, --domain and --base-url name the organization: keep one of them");
        for (String name : List.of(ID, SECRET)) {
            need(
                    !environment.getOrDefault(name, "").isBlank(),
                    "environment variable " + name + " is not set: the OAuth client needs it");
        }
        need(line.has(Option.BASE_URL) || !line.has(Option.LOGIN_URL), "--login-url goes with --base-url only");
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
            String id = environment.get(ID);
            char[] secret = environment.getOrDefault(SECRET, "").toCharArray();
            address(Option.BASE_URL, () -> builder.credentials(ClientCredentials.of(String.valueOf(id), secret)));
        }
        return Optional.of(builder);
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
        need(
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

    private Optional<Path> file(Option option) {
        Optional<Path> file = line.value(option).flatMap(this::path);
        file.ifPresent(f -> readable(option.spelling(), f));
        return file;
    }

    private Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (java.nio.file.InvalidPathException e) {
            problems.add(text + " is not a valid path");
            return Optional.empty();
        }
    }

    private void readable(String what, Path file) {
        need(
                Files.isReadable(file) && !Files.isDirectory(file),
                what + ": file " + file + " was not found or cannot be read");
    }

    private int number(Option option, int otherwise, int least, int most) {
        if (!line.has(option)) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(line.value(option).orElse(""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The problem below names the range.
        }
        String unit =
                option.value().equals("NUMBER") ? "" : " of " + option.value().toLowerCase(Locale.ROOT);
        problems.add(option.spelling() + " needs a number" + unit + " from " + least + " to " + most);
        return otherwise;
    }

    private Optional<LocalDate> day(Option option) {
        try {
            return line.value(option).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            problems.add(option.spelling() + " needs a day such as 2026-07-01");
            return Optional.empty();
        }
    }

    private boolean anyOf(Option... options) {
        return Stream.of(options).anyMatch(line::has);
    }

    private void need(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            problems.add(otherwise);
        }
    }
}
