// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The verbs and options as picocli reads them: one sub-command for each verb. A sub-command knows the options of the
 * others too, hidden, so that a misplaced option is called misplaced rather than unknown.
 */
final class Grammar {
    static final String HELP = "--help";
    static final String VERSION = "--version";
    static final String COMPLETION = "completion";
    private static final int WIDTH = 100;
    private static final String FOOTER =
            "%nIt writes to the organization only with apply, watch, serve --watch or --apply. The OAuth client's id and secret "
                    + "are read from TENANTRY_CLIENT_ID and TENANTRY_CLIENT_SECRET, the password of a database in --state "
                    + "from TENANTRY_STATE_PASSWORD, of one in --scim from TENANTRY_SCIM_PASSWORD, and of --tls-keystore "
                    + "from TENANTRY_TLS_PASSWORD. "
                    + "The first line of the output names the state.";

    private Grammar() {}

    /** Returns the whole grammar, which help and completion need. */
    static CommandLine whole() {
        return of(EnumSet.allOf(Verb.class));
    }

    /** Returns the grammar of one verb, which is quicker to build. */
    static CommandLine of(Verb verb) {
        return of(EnumSet.of(verb));
    }

    private static CommandLine of(EnumSet<Verb> verbs) {
        CommandSpec root = command("provision", "Plans, applies and proves who may use which tenant.")
                .addOption(OptionSpec.builder(VERSION)
                        .versionHelp(true)
                        .description("show the version")
                        .build());
        root.usageMessage()
                .commandListHeading("%nVerbs; provision VERB --help lists the options of one:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(Exit.meanings())
                .footer(FOOTER);
        verbs.forEach(verb -> root.addSubcommand(verb.spelling(), verb(verb)));
        root.addSubcommand(
                COMPLETION,
                command(COMPLETION, "print a script that completes verbs, options and files in bash and zsh"));
        return new CommandLine(root);
    }

    private static CommandSpec command(String name, String meaning) {
        CommandSpec spec = CommandSpec.create()
                .name(name)
                .addOption(OptionSpec.builder(HELP)
                        .usageHelp(true)
                        .description("show this text")
                        .build());
        // Every mistake is reported, not the first; a value that begins with a dash is a forgotten value.
        spec.parser().collectErrors(true).allowOptionsAsOptionParameters(false).expandAtFiles(false);
        spec.usageMessage()
                .width(WIDTH)
                .description(meaning)
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .synopsisSubcommandLabel("VERB");
        return spec;
    }

    private static CommandSpec verb(Verb verb) {
        CommandSpec spec = command(verb.spelling(), verb.meaning());
        for (Option option : Option.values()) {
            spec.addOption(option(option, option.isOf(verb)));
        }
        // Surplus words are counted by the reader, which names the mistake.
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..1")
                .hidden(verb.operand().isEmpty())
                .paramLabel(verb.operand())
                .hideParamSyntax(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        return spec;
    }

    private static OptionSpec option(Option option, boolean shown) {
        OptionSpec.Builder spec = OptionSpec.builder(option.spelling())
                .description(option.meaning())
                .paramLabel(option.value())
                .hidden(!shown);
        if (!option.takesValue()) {
            return spec.arity("0").type(boolean.class).build();
        }
        return option.isRepeatable()
                ? spec.arity("1").type(List.class).auxiliaryTypes(String.class).build()
                : spec.arity("1")
                        .type(isFile(option) ? Path.class : String.class)
                        .build();
    }

    // The completion script offers files for options of this type.
    private static boolean isFile(Option option) {
        return option.value().equals("FILE") || option.value().equals("DIR");
    }

    /** Returns the help of a verb, or of the whole command. */
    static String help(Optional<Verb> verb) {
        CommandLine whole = whole();
        CommandLine asked =
                verb.map(v -> whole.getSubcommands().get(v.spelling())).orElse(whole);
        return asked.getUsageMessage(Ansi.OFF);
    }

    /** Returns a completion script for bash and zsh. */
    static String completion() {
        return AutoComplete.bash("provision", whole());
    }

    /** Returns the version in the jar's manifest. */
    static String version() {
        return "provision "
                + Optional.ofNullable(Grammar.class.getPackage().getImplementationVersion())
                        .orElse("(not built as a jar)")
                + "\n";
    }
}
