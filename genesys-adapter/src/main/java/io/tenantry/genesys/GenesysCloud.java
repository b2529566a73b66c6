// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Credential;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Groups;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Roles;
import io.tenantry.genesys.internal.call.Clocks;
import io.tenantry.genesys.internal.call.Lane;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.call.RetryLoop;
import io.tenantry.genesys.internal.call.Tokens;
import io.tenantry.genesys.internal.call.Transport;
import io.tenantry.genesys.internal.port.GenesysAccounts;
import io.tenantry.genesys.internal.port.MarkSuccession;
import io.tenantry.genesys.internal.port.Permissions;
import io.tenantry.genesys.internal.port.PlatformDivisions;
import io.tenantry.genesys.internal.port.PlatformGrants;
import io.tenantry.genesys.internal.port.PlatformGroups;
import io.tenantry.genesys.internal.port.PlatformOrganization;
import io.tenantry.genesys.internal.port.PlatformRoles;
import io.tenantry.genesys.internal.port.Settings;
import io.tenantry.host.Sleeper;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A Genesys Cloud organization, reached over HTTPS with an OAuth client of its own. Safe for use by several threads.
 * Nothing is sent before the first method of the port is called.
 *
 * <pre>{@code
 * try (GenesysCloud genesys = GenesysCloud.builder()
 *         .region(Region.EU_WEST_1)
 *         .credentials(ClientCredentials.of(clientId, vault::secret))
 *         .build()) {
 *     genesys.divisions().list();
 * }
 * }</pre>
 */
public final class GenesysCloud implements Directory, AutoCloseable {
    private final Pipeline pipeline;
    private final Settings settings;
    private final boolean revokesOnClose;
    private final List<Credential> credentials;
    private final PlatformDivisions divisions;
    private final Permissions permissions;
    private final GenesysAccounts accounts;
    private final PlatformGroups groups;
    private final PlatformRoles roles;
    private final PlatformGrants grants;

    private GenesysCloud(
            Pipeline pipeline,
            Settings settings,
            boolean revokesOnClose,
            List<Credential> credentials,
            LongSupplier nanoTime) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.revokesOnClose = revokesOnClose;
        this.credentials = credentials;
        this.divisions = new PlatformDivisions(pipeline, settings, nanoTime);
        this.permissions = new Permissions(pipeline, nanoTime);
        this.accounts = new GenesysAccounts(pipeline, divisions, permissions, settings);
        this.groups = new PlatformGroups(pipeline, settings);
        this.roles = new PlatformRoles(pipeline);
        this.grants = new PlatformGrants(pipeline, roles, settings);
    }

    /** Returns a builder; the region (or domain, or hosts) and the credentials are required. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Organization organization() {
        return PlatformOrganization.read(pipeline);
    }

    @Override
    public Divisions divisions() {
        return divisions;
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Groups groups() {
        return groups;
    }

    @Override
    public Roles roles() {
        return roles;
    }

    @Override
    public Grants grants() {
        return grants;
    }

    /** Reads account and groups from SCIM in one call; no interface shows the groups of a deleted account. */
    @Override
    public Optional<AccountInGroups> account(AccountId id) {
        return accounts.inGroups(id);
    }

    @Override
    public DirectoryLimits limits() {
        return new DirectoryLimits(
                PlatformGroups.MEMBERS_PER_CALL,
                settings.movesPerCall(),
                settings.grantsPerCall(),
                GenesysAccounts.LOOKUPS_PER_CALL,
                settings.divisionWrites() != DivisionWrites.PLATFORM_MOVE,
                pipeline.callsPerMinute());
    }

    /** Asks before each attempt of a request that may change something. */
    @Override
    public void fenced(Supplier<Optional<String>> refusal, Runnable call) {
        pipeline.fenced(refusal, call);
    }

    /** Asks the service for each permission that we need, with one or more calls for each. */
    @Override
    public List<MissingPermission> missingPermissions(ManagedDivisions managed) {
        return permissions.missing(managed);
    }

    @Override
    public List<Credential> credentials() {
        return credentials;
    }

    /**
     * Takes the external ids of a former OAuth client over, because the service may show an external id only to the
     * client that wrote it: writes, as the first client of this one, each that only the former client sees, and nothing
     * else. May be repeated, and writes nothing twice. A deleted account shows its external id to nobody and is not
     * taken over.
     *
     * @param former the same organization, with the former client
     * @param most how many accounts to write; with 0 nothing is written
     * @param spared accepts accounts that are left alone, such as those that the policy protects
     * @throws IllegalArgumentException if they are two organizations
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read or refuses a write; then the
     *     external ids that were written so far stay
     */
    public Succession succeed(GenesysCloud former, int most, Predicate<Account> spared) {
        if (!organization().id().equals(former.organization().id())) {
            throw new IllegalArgumentException("the former client belongs to another organization");
        }
        return new MarkSuccession(accounts).take(former.accounts.marked(), most, spared);
    }

    /**
     * Revokes the tokens if {@code revokeTokensOnClose} was set; a refusal is logged. Otherwise does nothing: tokens
     * are only in memory. A later call requests a new token.
     */
    @Override
    public void close() {
        if (revokesOnClose) {
            pipeline.revokeTokens();
        }
    }

    /** Returns the address of the API and nothing else. */
    @Override
    public String toString() {
        return "GenesysCloud[" + pipeline + "]";
    }

    /** Builds the client of one organization. Not safe for use by several threads. */
    public static final class Builder {
        private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

        private @Nullable URI api;
        private @Nullable URI login;
        private final List<ClientCredentials> credentials = new ArrayList<>();
        private final List<CallListener> listeners = new ArrayList<>();
        private @Nullable HttpClient client;
        private DivisionWrites divisionWrites = DivisionWrites.SCIM_NAME;
        private MembershipWrites membershipWrites = MembershipWrites.PLATFORM;
        private int accountPage = 500;
        private int movesPerCall = 50;
        private int grantsPerCall = 50;
        private Duration answerTimeout = Duration.ofSeconds(60);
        private int largestAnswer = 16 * 1024 * 1024;
        private boolean revokesOnClose;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private Sleeper sleeper = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());
        private RandomGenerator random = RandomGenerator.getDefault();
        private @Nullable IntFunction<RateBudget> budgets;

        private Builder() {}

        /** Sets the region of the organization. */
        public Builder region(Region region) {
            return domain(region.domain());
        }

        /** Sets the domain of the {@code api.} and {@code login.} hosts, for a region that {@link Region} lacks. */
        public Builder domain(String domain) {
            api = BuilderChecks.checked("https://api." + domain);
            login = BuilderChecks.checked("https://login." + domain);
            return this;
        }

        /**
         * Sets the addresses of the API and the log-in host, for a proxy or a fake.
         *
         * @throws IllegalArgumentException if one is not https (http to the loopback address is allowed), or has user
         *     info, a path, a query or a fragment
         */
        public Builder hosts(URI api, URI login) {
            this.api = BuilderChecks.checked(api.toString());
            this.login = BuilderChecks.checked(login.toString());
            return this;
        }

        /**
         * Adds an OAuth client. Several form a pool; each has its own token and its own call budget. The first one alone
         * reads and writes the users of SCIM, because the service may show an external id only to the client that wrote
         * it; keep it the first. The others go first for the rest. A client that the service refuses a token is set
         * aside for ten minutes, with a warning, as long as another remains; without the first one, what needs it fails.
         */
        public Builder credentials(ClientCredentials client) {
            credentials.add(client);
            return this;
        }

        /**
         * Sets the HTTP client. Default: a new one for HTTP/1.1.
         *
         * @throws IllegalArgumentException if it follows redirects, because it would send the token to another host
         */
        public Builder httpClient(HttpClient client) {
            if (client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException("build the HTTP client with Redirect.NEVER");
            }
            this.client = client;
            return this;
        }

        /** Sets how a new account gets its division. Default: {@link DivisionWrites#SCIM_NAME}. */
        public Builder divisionWrites(DivisionWrites way) {
            divisionWrites = way;
            return this;
        }

        /** Sets how members are added and removed. Default: {@link MembershipWrites#PLATFORM}. */
        public Builder membershipWrites(MembershipWrites way) {
            membershipWrites = way;
            return this;
        }

        /** Sets how many accounts a page holds, 1 to 500. Default: 500, which the vendor's own tools use. */
        public Builder accountPage(int size) {
            accountPage = BuilderChecks.between("accountPage", size, 1, 500);
            return this;
        }

        /** Sets how many accounts one call moves. Default: 50; the most is not documented. */
        public Builder movesPerCall(int most) {
            movesPerCall = BuilderChecks.between("movesPerCall", most, 1, 500);
            return this;
        }

        /** Sets how many roles one call grants or revokes. Default: 50; the most is not documented. */
        public Builder grantsPerCall(int most) {
            grantsPerCall = BuilderChecks.between("grantsPerCall", most, 1, 500);
            return this;
        }

        /** Sets how long one whole answer may take. Default: 60 seconds. */
        public Builder answerTimeout(Duration longest) {
            answerTimeout = longest;
            return this;
        }

        /** Sets how many bytes an answer may have. Default: 16 MB. */
        public Builder largestAnswer(int bytes) {
            largestAnswer = BuilderChecks.between("largestAnswer", bytes, 1_024, 1 << 30);
            return this;
        }

        /** Makes {@link GenesysCloud#close()} revoke the tokens. Default: they expire by themselves. */
        public Builder revokeTokensOnClose() {
            revokesOnClose = true;
            return this;
        }

        /** Adds a listener that is called for every call. */
        public Builder listener(CallListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Sets the budget of each credential, by its position. Default: {@link RateBudget#perMinute} with 300 calls
         * until the service announces another number.
         */
        public Builder budgets(IntFunction<RateBudget> budgets) {
            this.budgets = budgets;
            return this;
        }

        /** Sets the wall clock, used only for a date in {@code Retry-After}. Default: the system's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Sets a clock that never goes back, in nanoseconds. Default: {@code System::nanoTime}. */
        public Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /** Sets how to wait. Default: the thread sleeps. */
        public Builder sleeper(Sleeper sleeper) {
            this.sleeper = sleeper;
            return this;
        }

        /** Sets the source of the random part of waits. Default: the platform's own. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /**
         * Returns the client. Sends nothing yet.
         *
         * @throws IllegalStateException if the region (or domain, or hosts) or the credentials are missing
         */
        public GenesysCloud build() {
            if (api == null || login == null || credentials.isEmpty()) {
                throw new IllegalStateException("set a region (or domain, or hosts) and credentials");
            }
            Transport transport = new Transport(client == null ? ownClient() : client, answerTimeout, largestAnswer);
            RetryLoop loop = new RetryLoop(transport, new Clocks(clock, nanoTime, sleeper, random), listeners);
            URI endpoint = login.resolve("/oauth/token");
            List<Lane> lanes = new ArrayList<>();
            for (ClientCredentials one : credentials) {
                Tokens tokens = new Tokens(loop, endpoint, one.clientId(), one::secret);
                lanes.add(new Lane(tokens, budget(lanes.size())));
            }
            Pipeline pipeline = new Pipeline(loop, api, lanes);
            Settings settings =
                    new Settings(divisionWrites, membershipWrites, accountPage, movesPerCall, grantsPerCall);
            List<String> clients =
                    credentials.stream().map(ClientCredentials::clientId).toList();
            return new GenesysCloud(pipeline, settings, revokesOnClose, Permissions.needed(clients), nanoTime);
        }

        private RateBudget budget(int position) {
            return budgets == null ? RateBudget.perMinute(300, nanoTime) : budgets.apply(position);
        }

        private static HttpClient ownClient() {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
        }
    }
}
