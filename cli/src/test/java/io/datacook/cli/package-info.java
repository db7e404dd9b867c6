/// Tests of the command line: commands run in this process as users run them, through [io.datacook.cli.CliRun].
@NullMarked
package io.datacook.cli;

import org.jspecify.annotations.NullMarked;
