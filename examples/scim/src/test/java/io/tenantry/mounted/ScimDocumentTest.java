// SPDX-License-Identifier: Apache-2.0
package io.tenantry.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.scim.ScimConnection;
import io.tenantry.scim.ScimEndpoint;
import io.tenantry.scim.ScimServer;
import io.tenantry.scim.ScimStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code in {@code docs/scim.md} is cut from code that runs, outside the package of the endpoint as a host is. */
class ScimDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/scim.md");
    private static final Path HERE = Path.of("src/test/java/io/tenantry/mounted");
    private static final String PUBLIC = "https://scim.acme.example/scim/v2";
    private static final Logger LOG = LoggerFactory.getLogger(ScimDocumentTest.class);

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ScimStore opened;
    private Tomcat tomcat;
    private String token;

    @BeforeEach
    void open() {
        opened = ScimStore.file(folder.resolve("servlet.db"));
        token = opened.connection("entra").issueToken("t");
        tomcat = new Tomcat();
    }

    @AfterEach
    void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        opened.close();
    }

    @Test
    void hasNoCodeThatIsNotCutFromHere() throws IOException {
        List<String> cuts = new ArrayList<>();
        for (String file : List.of("ScimDocumentTest.java", "ScimServlet.java")) {
            cuts.addAll(blocks("(?ms)^ *// begin\n(.*?)^ *// end$", HERE.resolve(file)));
        }

        assertThat(cuts).hasSize(3);
        assertThat(blocks("(?ms)^```java\n(.*?)^```$", DOCUMENT)).isEqualTo(cuts);
    }

    private static List<String> blocks(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult block) -> block.group(1).stripTrailing().stripIndent())
                .toList();
    }

    @Test
    void aConnectionIsTheSourceOfAProvisioner() {
        Path file = folder.resolve("scim.db");
        // begin
        ScimStore store = ScimStore.file(file); // SQLite, for one process; for several: ScimStore.open(dataSource)
        ScimConnection entra = store.connection("entra");
        Provisioner.Builder provisioner = Provisioner.builder().source(entra.source()); // and the rest
        // end
        store.close();

        assertThat(provisioner).isNotNull();
        assertThat(entra.source().name()).isEqualTo("entra");
    }

    @Test
    void theServerOfTheJdkHostsAnEndpoint() throws Exception {
        ScimStore store = opened;
        int port = 0;
        CountDownLatch stopped = new CountDownLatch(1);
        stopped.countDown();
        // begin
        try (ScimServer server = ScimServer.of(ScimEndpoint.of(store))
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .publicUri(URI.create("https://scim.acme.example/scim/v2"))
                .start()) {
            LOG.info("taking pushes at {}", server.uri());
            stopped.await();
        }
        // end
        assertThat(opened.connection("entra").status().users()).isZero();
    }

    @Test
    void aServletHostsAnEndpoint() throws Exception {
        mount();

        HttpResponse<String> made = send("POST", "/Users", "{\"userName\":\"ana@acme.example\"}");
        String location = made.headers().firstValue("Location").orElseThrow();
        String id = location.substring((PUBLIC + "/Users/").length());

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(location).startsWith(PUBLIC + "/Users/");
        assertThat(made.headers().firstValue("Content-Type")).contains("application/scim+json");
        assertThat(send("GET", "/Users?filter=userName+eq+%22ANA@acme.example%22", "")
                        .body())
                .contains("\"totalResults\":1", id);
        assertThat(send("PATCH", "/Users/" + id, "{\"Operations\":[{\"op\":\"replace\",\"value\":{\"active\":false}}]}")
                        .body())
                .contains("\"active\":false");
        assertThat(send("HEAD", "/Users/" + id, "").statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/Users/" + id, "").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/Users/" + id, "").statusCode()).isEqualTo(404);
        token = "another";
        assertThat(send("GET", "/Users", "").statusCode()).isEqualTo(401);
    }

    @Test
    void aServletHandsThePathOnAsItWasSent() throws Exception {
        mount();

        assertThat(send("GET", "/Users?count=1", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/Users%3Fcount=1", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "", "").body()).contains("\"status\":\"404\"").doesNotContain("null");
    }

    private void mount() throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("/scim", folder.toString());
        Tomcat.addServlet(context, "scim", new ScimServlet(ScimEndpoint.of(opened)))
                .addMapping("/v2/*");
        tomcat.start();
    }

    private HttpResponse<String> send(String method, String target, String body)
            throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/scim/v2" + target);
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
