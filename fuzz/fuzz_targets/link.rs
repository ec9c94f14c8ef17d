//! Texts that come from links and QR codes.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| steadfast_fuzz::link(data));
