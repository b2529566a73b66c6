// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tenantry.policy.Node.Spot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the text of a document, YAML or JSON, into nodes. What cannot be read is a problem and not an exception. */
final class DocumentReader {
    private static final int LARGEST = 4 << 20;

    private final Problems problems;

    DocumentReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Node> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, PolicyFormat.of(file));
        } catch (IOException e) {
            return failed(ProblemCode.UNREADABLE, "the file cannot be opened: " + reason(e));
        }
    }

    Optional<Node> read(InputStream in, PolicyFormat format) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                return failed(ProblemCode.TOO_LARGE, "the document has more than 4 MiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return read(text, format);
        } catch (CharacterCodingException e) {
            return failed(ProblemCode.UNREADABLE, "the document is not UTF-8");
        } catch (IOException e) {
            return failed(ProblemCode.UNREADABLE, "the document cannot be read: " + reason(e));
        }
    }

    Optional<Node> read(String text, PolicyFormat format) {
        try {
            return new NodeReader(tokens(text.startsWith("\uFEFF") ? text.substring(1) : text, format), problems)
                    .document();
        } catch (JsonProcessingException e) {
            SyntaxFault fault = SyntaxFault.of(e);
            problems.add(ProblemCode.SYNTAX, fault.spot(), "", fault.message());
        } catch (IOException e) {
            problems.add(ProblemCode.UNREADABLE, Spot.NONE, "", reason(e));
        } catch (NoClassDefFoundError e) {
            problems.add(
                    ProblemCode.YAML_MODULE_MISSING,
                    Spot.NONE,
                    "",
                    "YAML cannot be read: SnakeYAML is not on the class path or module path");
        }
        return Optional.empty();
    }

    private static Tokens tokens(String text, PolicyFormat format) throws IOException {
        return format == PolicyFormat.JSON
                ? new JsonTokens(new JsonFactory().createParser(text))
                : new YamlTokens(text);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + Quote.plain(String.valueOf(e.getMessage()));
    }

    private Optional<Node> failed(ProblemCode code, String message) {
        problems.add(code, Spot.NONE, "", message);
        return Optional.empty();
    }
}
