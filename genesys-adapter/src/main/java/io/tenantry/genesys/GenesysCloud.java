// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Groups;
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
import io.tenantry.genesys.internal.port.Permissions;
import io.tenantry.genesys.internal.port.PlatformDivisions;
import io.tenantry.genesys.internal.port.PlatformGrants;
import io.tenantry.genesys.internal.port.PlatformGroups;
import io.tenantry.genesys.internal.port.PlatformOrganization;
import io.tenantry.genesys.internal.port.PlatformRoles;
import io.tenantry.genesys.internal.port.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A Genesys Cloud organization, reached over HTTPS with an OAuth client of its own. Safe for use by several threads; nothing is
 * called before the first method of the port is.
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
    private final PlatformDivisions divisions;
    private final Permissions permissions;
    private final GenesysAccounts accounts;
    private final PlatformGroups groups;
    private final PlatformRoles roles;
    private final PlatformGrants grants;

    private GenesysCloud(Pipeline pipeline, Settings settings, boolean revokesOnClose, LongSupplier nanoTime) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.revokesOnClose = revokesOnClose;
        this.divisions = new PlatformDivisions(pipeline, settings, nanoTime);
        this.permissions = new Permissions(pipeline, nanoTime);
        this.accounts = new GenesysAccounts(pipeline, divisions, permissions, settings);
        this.groups = new PlatformGroups(pipeline, settings);
        this.roles = new PlatformRoles(pipeline);
        this.grants = new PlatformGrants(pipeline, roles, settings);
    }

    /** Begins the description of an organization and how to reach it; where and as whom have to be said. */
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

    /** Reads it from SCIM, which tells both at once; of a deleted account no interface tells the groups. */
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

    /** Asks the service for each permission that managing needs, one call or more for each. */
    @Override
    public List<MissingPermission> missingPermissions(Collection<DivisionId> managed, boolean createsDivisions) {
        return permissions.missing(managed, createsDivisions);
    }

    /**
     * Gives the tokens back to the service, if {@code revokeTokensOnClose} asked for that; a refusal is logged. Otherwise there is
     * nothing to close: tokens are in memory alone. A call after this asks for a new token.
     */
    @Override
    public void close() {
        if (revokesOnClose) {
            pipeline.revokeTokens();
        }
    }

    /** Returns the address of the API alone. */
    @Override
    public String toString() {
        return "GenesysCloud[" + pipeline + "]";
    }

    /** Describes an organization and how to reach it. Not safe for use by several threads. */
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

        /** Says in which region the organization is. */
        public Builder region(Region region) {
            return domain(region.domain());
        }

        /** Says under which domain its {@code api.} and {@code login.} hosts are, for a region that {@link Region} lacks. */
        public Builder domain(String domain) {
            api = BuilderChecks.checked("https://api." + domain);
            login = BuilderChecks.checked("https://login." + domain);
            return this;
        }

        /**
         * Says the address of the API and of the log-in host, for a proxy or a fake.
         *
         * @throws IllegalArgumentException if one is not https (http to the loopback address is allowed), or has user info, a
         *     path, a query or a fragment
         */
        public Builder hosts(URI api, URI login) {
            this.api = BuilderChecks.checked(api.toString());
            this.login = BuilderChecks.checked(login.toString());
            return this;
        }

        /**
         * Says as whom to log in. Each further call adds an OAuth client to a pool; every one has a token, and a budget of
         * calls, of its own. One that the service gives no token is set aside for ten minutes, with a warning, as long as another
         * is left.
         */
        public Builder credentials(ClientCredentials client) {
            credentials.add(client);
            return this;
        }

        /**
         * Gives the host's own HTTP client. Default: one of our own, over HTTP/1.1.
         *
         * @throws IllegalArgumentException if it follows redirects, since it would send the token along
         */
        public Builder httpClient(HttpClient client) {
            if (client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException("the HTTP client has to be built with Redirect.NEVER");
            }
            this.client = client;
            return this;
        }

        /** Chooses how a new account is put into its division. Default: {@link DivisionWrites#SCIM_NAME}. */
        public Builder divisionWrites(DivisionWrites way) {
            divisionWrites = way;
            return this;
        }

        /** Chooses how members are added and removed. Default: {@link MembershipWrites#PLATFORM}. */
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

        /** Makes {@link GenesysCloud#close()} revoke the tokens. Default: they are left to end. */
        public Builder revokeTokensOnClose() {
            revokesOnClose = true;
            return this;
        }

        /** Adds somebody who hears of every call. */
        public Builder listener(CallListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Gives the budget of each credential, by its position. Default: {@link RateBudget#perMinute} with 300 calls until the
         * service says otherwise.
         */
        public Builder budgets(IntFunction<RateBudget> budgets) {
            this.budgets = budgets;
            return this;
        }

        /** Gives the wall clock, which only tells how far a date in {@code Retry-After} is. Default: the system's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Gives the clock that only goes forward, in nanoseconds. Default: {@code System::nanoTime}. */
        public Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /** Gives the way to wait. Default: the thread sleeps. */
        public Builder sleeper(Sleeper sleeper) {
            this.sleeper = sleeper;
            return this;
        }

        /** Gives the source of the random part of waits. Default: the platform's own. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /**
         * Returns the organization. Nothing is called yet.
         *
         * @throws IllegalStateException if it was not said where the organization is, or as whom to log in
         */
        public GenesysCloud build() {
            if (api == null || login == null || credentials.isEmpty()) {
                throw new IllegalStateException("a region (or domain, or hosts) and credentials are needed");
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
            return new GenesysCloud(pipeline, settings, revokesOnClose, nanoTime);
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
