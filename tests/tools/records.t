#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Records that are there when a run goes on, and what comes out of a machine: whatever is wrong
# with one, it is named once, and the others run. The emulator is a stand-in.
use strict;
use warnings;
use lib 'tests';
use Cwd qw(getcwd);
use File::Path qw(make_path);
use Files;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
$build = getcwd() . "/$build" unless $build =~ m{^/};
my $dir = tempdir(CLEANUP => 1);

# image NAME, FILE => TEXT...: one whose machine leaves what a real cell left, with other files.
sub image {
	my ($name, %files) = @_;
	my $path = "$dir/$name";
	make_path("$path/results");
	system("cp tests/faults/emulator $path/bochs && xz -dc tests/faults/results.tar.xz | tar x -C $path/results") == 0 or die;
	put("$path/results/$_", $files{$_}) for keys %files;
	system("tar cf $path/results.tar -C $path/results .") == 0 or die;
	put("$path/identity.json", '{"image": "records", "emulators": {"bochs-vmx": "none"}}');
	return $path;
}

my $run = "$dir/run";
my $matrix = put("$dir/m.matrix", "platforms = bochs-vmx\npaging = tdp\nworkloads = idle\nseeds = 1 2 3 4 5 6\n");
my $one = put("$dir/one.matrix", "platforms = bochs-vmx\npaging = tdp\nworkloads = idle\n");

sub bench {
	my $out = qx($build/exitbench @_ 2>&1);
	return ($? >> 8, $out);
}

sub path { return "$run/records/bochs-vmx.ept1.idle.s$_[0].json" }
sub record { return eval { decode_json(slurp(path(@_))) } // {} }

# Truncated, empty, foreign, another's, a folder; the first is whole and says what can't be.
my $image = image('image');
my ($status, $out) = bench("run $matrix -i $image -o $run");
is($status, 0, 'six cells') or diag($out);
my $whole = slurp(path(1));
my $broken = decode_json($whole);
$broken->{measured}{window}{net}{exits}++;
put(path(1), encode_json($broken));
put(path(2), substr($whole, 0, 300));
put(path(3), '');
put(path(4), '{"schema": 1}');
put(path(5), $whole);
unlink(path(6));
mkdir(path(6));
put(path(6) . '/mine', 'notes');

($status, $out) = bench("status $run");
is($status, 1, 'status of such a run: 1');
like($out, qr/^bochs-vmx\.ept1\.idle\.s1 +invalid .*broken: law "\w+"/m, 'a record that breaks a law is not good');
like($out, qr/^0 of 6 cells are good$/m, 'and none of the others is');

($status, $out) = bench("run $matrix -i $image -o $run");
is($status, 1, 'the same command: a cell could not be run');
is(scalar(() = $out =~ /^exitbench: \Q${\path($_)}\E: /mg), 1, "record $_ is named once") or diag($out) for 1 .. 6;
is(record($_)->{status}, 'ok', "cell $_ is measured") for 1 .. 5;
like($out, qr/s6\.json: a folder is where the record goes: the cell is not run; move it away$/m, 'the folder: why, and what to do');
unlike($out, qr/^\[.*\.s6: /m, 'its cell is not run in vain');
is(slurp(path(6) . '/mine'), 'notes', 'and nobody touches it');

# What a machine prints need not be text.
sub measured {
	my ($name, %files) = @_;
	my $i = image($name, %files);
	($status, $out) = bench("run $one -i $i -o $dir/$name.run");
	return decode_json(slurp("$dir/$name.run/records/bochs-vmx.ept1.idle.s1.json") || '{}');
}

my $r = measured('nul', 'l2/command.out' => "\0\0two\\x00");
is($r->{status}, 'ok', 'an output with NUL bytes: good');
is($r->{measured}{output}, '\x00\x00two\\\\x00', 'escaped, and told from what looks like it');
($status, $out) = bench("run $one -i $dir/nul -o $dir/nul.run");
like($out, qr/1 measured before and kept/, 'and it is not measured anew');
is(system("$build/exitreport check $dir/nul.run > $dir/out 2>&1"), 0, 'nor does it take down the run') or diag(slurp("$dir/out"));
$r = measured('bytes', 'l2/command.out' => "a\xffb", cpu => "vendor GenuineIntel\nname a\xffb\nbad\xff name x\n");
is($r->{measured}{output}, 'a\xffb', 'bytes that are no UTF-8: escaped');
is_deeply($r->{measured}{cpu}, { vendor => 'GenuineIntel', name => 'a\xffb' }, 'and so they are in what L1 says of its CPU');
$r = measured('large', 'l2/command.out' => 'x' x 20_000_000);
like($r->{error}, qr/wrote results that are damaged, or more than 16 MiB/, 'more results than there is room for: the limit is named');

done_testing();
