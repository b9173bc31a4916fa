#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The guest agent where there is no meter: on the machine that runs the tests. And what needs none.
use strict;
use warnings;
use lib 'tests';
use Csv;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $agent = "$build/programs/exitmeter";
my $dir = tempdir(CLEANUP => 1);

sub run {
	my $out = qx($agent @_ 2>&1);
	return ($? >> 8, $out);
}

my ($status, $out) = run('info');
SKIP: {
	skip 'this machine has a meter', 20 if $status == 0;
	for my $command ('info', 'read', 'run -- true', 'stat -- true', 'record -- true', 'watch', 'top') {
		($status, $out) = run($command);
		is($status, 2, "$command: status 2");
		like($out, qr/meter/, "$command: says what is missing");
	}
	for my $command (qw(run stat record)) {
		($status, $out) = run("$command -- sh -c 'echo it ran'");
		is($status, 2, "$command: status 2");
		unlike($out, qr/it ran/, "$command: the command is not run without a window");
	}
}

($status, $out) = run('reasons --vendor vmx');
is($status, 0, 'reasons need no meter');
like($out, qr/^\s*48\s+EPT_VIOLATION\s+0x30/m, 'VMX names');
($status, $out) = run('reasons --vendor svm');
like($out, qr/^\s*256\s+NPF\s+0x400/m, 'SVM names, and the manual\'s codes');
like($out, qr/^\s*272\s+\S+\s+0xffffffff/m, 'the code -1');
for my $command ('', qw(info read run reasons stat record report diff watch top)) {
	($status, $out) = run("$command --help");
	is($status, 0, "$command --help: status 0");
	like($out, qr/EXAMPLES/, "$command --help has examples");
}
($status, $out) = run('walk');
is($status, 2, 'unknown command: status 2');
($status, $out) = run('reasons --vendor svm > /dev/full');
is($status, 1, 'a full disk: status 1');

# The options exclude each other, or are no numbers.
for my $bad ('-r 0', '-r x', '-I 1', '-t -1', '-t 1 -- true', '-r 2 -I 100 -- true', '-r 2',
	     '-xx -- true', '--detail=0 -- true') {
	($status, $out) = run("stat $bad");
	is($status, 2, "stat $bad: bad usage");
}

# What was recorded can be shown anywhere. A record of the reference run is one.
my $record = (glob('data/reference/records/bochs-vmx.ept1.boot.*.json'))[0];
my $other = (glob('data/reference/records/bochs-vmx.ept0.boot.*.json'))[0];
SKIP: {
	skip 'no reference run here', 20 unless $record && $other;
	($status, $out) = run("report $record");
	is($status, 0, 'report of a cell\'s record');
	like($out, qr/^VMX ept=1, 1 vCPU/, 'report: says what it is of');
	like($out, qr/^ 48 EPT_VIOLATION +\d+/m, 'report: names and counts');
	like($out, qr/^conserved:/m, 'report: the law');
	is((grep { length > 80 } split(/\n/, $out)), 0, 'report: 80 columns');
	($status, $out) = run("report -j $record");
	my $json = decode_json($out);
	my $raw = decode_json(do { local (@ARGV, $/) = $record; <> });
	is($json->{vm}{exits}{median}, $raw->{measured}{window}{net}{exits}, 'report: JSON has the record\'s exits');
	($status, $out) = run("report -x $record");
	my @rows = eval { csv_rows($out) };
	is($@, '', 'report: CSV that a strict reader takes');
	is(scalar @{$rows[0] // []}, 10, 'report: of ten columns');
	my $printed = $out;
	($status, $out) = run("report -x -o $dir/report.csv $record");
	is(do { local (@ARGV, $/) = "$dir/report.csv"; <> }, $printed, 'report -o: the same in a file');
	for my $separator (';', '|', "\t") {
		($status, $out) = run("report -x'$separator' $record");
		is(scalar(eval { csv_rows($out, $separator) } // ()), scalar @rows, 'report: CSV with another separator') or diag($@);
	}
	($status, $out) = run("report $record $other");
	is($status, 1, 'report of two modes: refused');
	like($out, qr/exitmeter diff/, 'and says what to do');
	($status, $out) = run("diff $record $other");
	is($status, 0, 'diff of the modes');
	like($out, qr/^ 48 EPT_VIOLATION .* gone/m, 'diff: what one side alone has');
	is((grep { length > 80 } split(/\n/, $out)), 0, 'diff: 80 columns');
	($status, $out) = run("diff -j $record $other");
	ok(decode_json($out), 'diff: JSON');
	($status, $out) = run("diff -x $record $other");
	cmp_ok(scalar(eval { csv_rows($out) } // ()), '>', 5, 'diff: CSV that a strict reader takes') or diag($@);
}
($status, $out) = run("report $dir/nothing.json");
is($status, 1, 'report of no file: status 1');
like($out, qr/nothing\.json/, 'report: names it');
qx(echo '{"schema": 1}' > $dir/other.json);
($status, $out) = run("report $dir/other.json");
is($status, 1, 'report of another file: status 1');
like($out, qr/exitmeter record/, 'report: says what is wanted');

done_testing();
