//! The command: reads which verb is meant and hands over to it.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use steadfast::{app, coach, demo, serve, settings::ServeArguments, verify};

/// For two people who mend what was broken, and a record that neither of them, nor the host, can quietly rewrite.
#[derive(Parser)]
#[command(name = "steadfast", version, max_term_width = 100, propagate_version = true)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve a relay, which keeps circles' records without being able to read them, and the app beside it
    Serve(Box<ServeArguments>),
    /// Serve only the app, to this machine, so that no host can change it
    App(app::Arguments),
    /// Make a couple with some months of life, through the real protocol, to try everything with
    Demo(demo::Arguments),
    /// Check an exported record, without any network
    Verify(verify::Arguments),
    /// Underline in a draft what will hurt again, and name what helps, on this machine
    Coach(coach::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Command::parse().verb {
        Verb::Serve(arguments) => serve::run(&arguments),
        Verb::App(arguments) => app::run(&arguments),
        Verb::Demo(arguments) => demo::run(&arguments),
        Verb::Verify(arguments) => verify::run(&arguments),
        Verb::Coach(arguments) => coach::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("steadfast: {error:#}");
            ExitCode::FAILURE
        }
    }
}
