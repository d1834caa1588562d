//! How the examples open: arguments that they do not know are refused, what goes wrong is told in a
//! sentence, with status 1, and a reader that has seen enough of what they print is no error.
#![allow(dead_code, reason = "each example uses its part")]

use std::error::Error;
use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

type Any<T> = Result<T, Box<dyn Error>>;

/// As that of `std`, but by [`print_line`].
macro_rules! println {
    () => { println!("") };
    ($($text:tt)+) => { crate::opening::print_line(format_args!($($text)+)) };
}

/// Prints a line; where that cannot be done, says why and exits with status 1.
pub(crate) fn print_line(line: Arguments<'_>) {
    if let Err(error) = print(format_args!("{line}\n")) {
        let _ = writeln!(std::io::stderr(), "error: {error}");
        std::process::exit(1);
    }
}

/// Prints a text; a reader that has seen enough of it, such as `head`, is no error.
pub(crate) fn print(text: Arguments<'_>) -> std::io::Result<()> {
    match std::io::stdout().lock().write_fmt(text) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Runs an example that takes at most so many arguments, none of them an option but `--help`.
pub(crate) fn run(
    usage: &str,
    most: usize,
    example: impl FnOnce(&[String]) -> Any<()>,
) -> ExitCode {
    run_with(usage, arguments(usage, most), |arguments| example(arguments))
}

/// Runs an example with options that were read, or shows its usage where help is asked for.
pub(crate) fn run_with<T>(
    usage: &str,
    options: Any<Option<T>>,
    example: impl FnOnce(&T) -> Any<()>,
) -> ExitCode {
    let done = options.and_then(|options| match options {
        Some(options) => example(&options),
        None => {
            println!("{usage}");
            Ok(())
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads it, the status tells.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// All arguments.
pub(crate) fn texts() -> impl Iterator<Item = Any<String>> {
    std::env::args_os().skip(1).map(|argument| {
        let text = argument.into_string();
        text.map_err(|a| format!("{a:?} is no text: write it in UTF-8").into())
    })
}

/// Writes a map and tells so.
pub(crate) fn write_map(path: &str, map: String) -> Any<()> {
    std::fs::write(path, map).map_err(|reason| {
        format!(
            "{path}: {reason}; the map was not written: name a file in a folder that you may write in"
        )
    })?;
    println!("{path} written");
    Ok(())
}

/// The arguments; none where help is asked for.
fn arguments(usage: &str, most: usize) -> Any<Option<Vec<String>>> {
    let mut arguments = Vec::new();
    for argument in texts() {
        let argument = argument?;
        // A number below zero is no option.
        let option = argument.starts_with('-') && argument.parse::<f64>().is_err();
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            _ if option => return Err(format!("there is no option {argument}\n\n{usage}").into()),
            _ if arguments.len() == most => {
                return Err(format!("{argument} is one argument too many\n\n{usage}").into());
            }
            _ => arguments.push(argument),
        }
    }
    Ok(Some(arguments))
}
