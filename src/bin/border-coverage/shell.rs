//! `completions` and `man`: the program's arguments for shells and manuals.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{BadUsage, Cli, Outcome, console};

/// Print a script that completes arguments in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    border-coverage completions bash > ~/.local/share/bash-completion/completions/border-coverage")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Print the manual page of the program or of a command
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  border-coverage man gaps | man -l -")]
pub(crate) struct Man {
    /// The command [default: the program itself]
    command: Option<String>,
}

pub(crate) fn completions(args: &Completions) -> Outcome<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "border-coverage", &mut script);
    console::print(&String::from_utf8(script)?)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn man(args: &Man) -> Outcome<ExitCode> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            found.ok_or_else(|| BadUsage(format!("no command is called {name}: see --help")))?
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    console::print(&String::from_utf8(page)?)?;
    Ok(ExitCode::SUCCESS)
}
