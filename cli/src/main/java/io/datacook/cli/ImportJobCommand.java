package io.datacook.cli;

import io.datacook.engine.recipe.DativoJob;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `datacook import-job`.
@Command(
        name = "import-job",
        description = "Turn a dativo job (tenant_id, source_connector_path, asset_path, target …) into a recipe.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  datacook import-job jobs/acme/stripe_customers.yaml",
            "  datacook import-job job.yaml --to customers.yaml"
        })
final class ImportJobCommand extends HostCommand {
    @Parameters(paramLabel = "JOB", description = "The job's file.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Write the recipe there, if there is nothing yet. Default: print it.")
    private @Nullable Path to;

    @Override
    ExitCode execute() {
        DativoJob.Imported imported = DativoJob.importJob(host().resolve(file));
        if (to == null) {
            out().print(imported.recipe());
        } else {
            NewFile.write(host().resolve(to), imported.recipe());
            out().println("wrote %s".formatted(to));
        }
        imported.notes().forEach(note -> err().println(errorStyle().warning(note.describe())));
        return ExitCode.DONE;
    }
}
