#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Records that can't be used, failed cells, and none at all: named once, in no table and no
# chart, and what is left is a report all the same.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use JSON::PP ();
use Test::More;

my ($tdp, $shadow, $boot) = map { cell(from => "bochs-vmx.$_.s1") } qw(ept1.fork ept0.fork ept1.boot);

sub broken
{
	my ($record, $change) = @_;

	return edit_record($record, $change // sub { $_[0]{measured}{window}{net}{rows}{28}[0]++ });
}

sub failed
{
	return edit_record($_[0], sub { @{$_[0]}{qw(status error)} = ('failed', 'made up'); delete $_[0]{measured} });
}

# What a run is, and which of its cells must be named, as what.
my @unused = (
	['a law', qr/law "+counts"+ /, broken($shadow)],
	['the mode', qr/law "+meter"+ /, broken($shadow, sub { $_[0]{measured}{window}{meter}{paging} = 'tdp' })],
	['the parameter alone', qr/cell\.parameter is "+ept=1"+, but cell\.paging "+shadow"/,
	 broken($shadow, sub { $_[0]{cell}{parameter} = 'ept=1' })],
	['a setting alone', qr/cell\.settings\.pti is "+off"+, but cell\.variant has not "+pti-off"+/,
	 broken($shadow, sub { $_[0]{cell}{settings}{pti} = 'off' })],
	['the vCPUs of the meter', qr/cell\.vcpus is 1, but the window's meter has 2/,
	 broken($shadow, sub { $_[0]{measured}{window}{meter}{vcpus} = 2 })],
	['the details of the meter', qr/cell\.settings\.detail is "+off"+, but the window's meter keeps other/,
	 broken($shadow, sub { $_[0]{measured}{window}{meter}{features} |= 2 })],
	['KVM\'s parameter', qr/measured\.kvm_parameters is "+Y"+, but the cell wants "+N"+/,
	 broken($shadow, sub { $_[0]{measured}{kvm_parameters} = { 'kvm_intel.ept' => 'Y' } })],
	['the vendor of L1\'s CPU', qr/measured\.cpu\.vendor is "+AuthenticAMD"+/,
	 broken($shadow, sub { $_[0]{measured}{cpu} = { vendor => 'AuthenticAMD' } })],
	['another schema', qr/schema is "+exitmeter-record\/9"/, broken($shadow, sub { $_[0]{schema} = 'exitmeter-record/9' })],
	['a value that can\'t be', qr/law "+time"+ /,
	 broken($shadow, sub { $_[0]{measured}{window}{net}{wall} = -1 })],
);
for (@unused) {
	my ($name, $why, $record) = @$_;
	my $id = $record->{cell}{id};

	raw_run_of('run', $tdp, $record);
	my ($status, $out, $errors) = exitreport('delta', 'run');
	is($status, 1, "$name: status of delta");
	is(scalar(() = $errors =~ /\Q$id\E/g), 1, "$name: named once");
	like($errors, $why, "$name: why");
	unlike($out, qr/ept=0/, "$name: not in delta");
	is(scalar(() = (exitreport('compare', 'run', '--csv'))[1] =~ /\n/g), 1, "$name: not in compare --csv");
	is((exitreport('tables', 'run'))[0], 1, "$name: status of tables");
	unlike(slurp("run/tables/$_.csv"), qr/ept=0/, "$name: not in $_.csv") for qw(deltas accounts);
	like(slurp('run/tables/unused.csv'), qr/^1,\Q$id\E,invalid,.*$why/m, "$name: in unused.csv");
	is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 1, "$name: status of report");
	like(report_text(), qr/^\| \Q$id\E \| invalid \| /m, "$name: in the report");
	like(report_text(), qr/^- Matrix .*: 2 cells; 1 measured, 0 failed, 0 skipped, 1 \*\*invalid\*\*\.$/m,
	     "$name: counted");
	is((exitreport('check', 'run'))[0], 1, "$name: check fails");
}

# An image that is not the run's.
raw_run_of('run', $tdp, edit_record($shadow, sub { $_[0]{identity}{image} = 'another' }));
is((exitreport('delta', 'run'))[0], 0, 'images are compared with that of run.json alone');
write_text('run/run.json', slurp('run/run.json') =~ s/\{/{ "image": "made-up-image",/r);
refuse(1, 'another image than the run has',
       qr/ept0\.fork\.s1\.json: not used: measured with the image another, but the run's is made-up-imag;/, 'delta', 'run');
unlike((exitreport('delta', 'run'))[1], qr/ept=0/, 'another image than the run has: not in delta');

# Against another run it is invalid, not absent.
raw_run_of('a', $tdp, $shadow);
raw_run_of('b', $tdp, broken($shadow));
refuse(1, 'compare of two runs', qr/^bochs-vmx +fork +ept=0 +ok +invalid in b$/m, 'compare', 'a', 'b');
like((exitreport('compare', 'a', 'b', '--json'))[1], qr/"b_lacks": "invalid in b"/, 'compare --json');
refuse(1, 'reproduce', qr/^bochs-vmx\.ept0\.fork\.s1: invalid in b\n.*^differs from the reference run: 1 of 1 cells identical, 1 invalid/ms,
       'reproduce', 'a', 'b');

# Whoever measures the cell again has no list of what was unused.
raw_run_of('run', $tdp, broken($shadow));
exitreport('tables', 'run');
run_of('again', $tdp, $shadow);
rename('run/tables', 'again/tables');
is((exitreport('tables', 'again'))[0], 0, 'tables of a run that is whole again');
ok(!-e 'again/tables/unused.csv', 'no list of unused cells is left over');

# A law that is broken is broken in the report's list of them.
raw_run_of('run', $tdp, $boot, broken($shadow));
exitreport('report', 'run', '-o', 'REPORT.md');
like(report_text(), qr/Broken: these records are in no table and no chart.*\| counts \| window net \| 1 \|/s,
     'the law is named');

# With nothing that is good there is a report, and CSV with titles alone.
for (['failed cells only', failed($tdp), failed($shadow)], ['invalid records only', broken($shadow)], ['no record']) {
	my ($name, @records) = @$_;

	raw_run_of('run', @records);
	for my $command (['delta'], ['delta', '--csv'], ['compare'], ['compare', '--csv'], ['tables'], ['report'],
			 ['charts'], ['check'], ['verify'], ['explain'], ['model'], ['timeline'], ['detail']) {
		my ($what, @options) = @$command;
		my ($status, $out, $errors) = exitreport($what, 'run', @options);

		is($status, 1, "$name: status of @$command");
		like($errors, qr/no cell of the run ended well/, "$name: @$command says so");
		is(scalar(split(/\n/, $out)), 1, "$name: @$command has its titles") if @options;
	}
	like(report_text(), qr/^No cell was measured/m, "$name: the report says so");
	like(report_text(), qr/: $#{[0, @records]} cells; 0 measured/, "$name: and how many");
}

# One that failed among good ones is named by delta; that is no error.
run_of('run', $tdp, failed($shadow));
my ($status, undef, $errors) = exitreport('delta', 'run');
is($status, 0, 'a failed cell among good ones: status');
like($errors, qr/: bochs-vmx\.ept0\.fork\.s1: failed: made up$/m, 'a failed cell among good ones: named');
unlike((exitreport('delta', 'run', 'spoon'))[2], qr/made up/, 'but only if it was asked for');

# Exits that have no reason: each view says so, for they are in no row of any.
run_of('run', $shadow, edit_record($tdp, sub {
	my $l = $_[0]{measured}{window}{net};
	$l->{rows}{other} = [1000, 100000, 0, 0, 0, 0];
	$l->{exits} += 1000;
	$l->{kernel} += 100000;
}));
for my $command (['check'], ['delta'], ['delta', '--csv'], ['compare'], ['compare', '--csv'], ['tables'], ['report', '-o', 'REPORT.md'],
		 ['charts'], ['explain'], ['model']) {
	my ($what, @options) = @$command;
	my (undef, undef, $said) = exitreport($what, 'run', @options);

	is(scalar(() = $said =~ /ept1\.fork\.s1\.json: \d+ of its \d+ exits \(\d+ %\) have no reason that this program knows/g), 1,
	   "exits without a reason: @$command says so, once") or diag($said);
}
like(report_text(), qr/^- \*\*Warning\*\*, `bochs-vmx\.ept1\.fork\.s1`: \d+ of its \d+ exits .* have no reason/m, 'and so does the report');

# Names are in paths, tables, charts and Markdown, without escapes; what is said of a record does
# nothing to the terminal.
{
	my $evil = "bochs-vmx.ept1.[x](http:\\\\example.org).s1";

	raw_run_of('run', $tdp, $shadow, broken($boot, sub { $_[0]{schema} = "\e[2J" }));
	write_text('run/run.json', JSON::PP->new->encode({ schema => 'exitmeter-run/1', matrix => '`](http://example.org)',
		   cells => [$tdp->{cell}{id}, $evil, "\e[2J", 'a b', $shadow->{cell}{id}] }));
	write_text("run/records/$evil.json", '{}');
	for my $command (['delta'], ['compare'], ['check'], ['tables'], ['report', '-o', 'REPORT.md']) {
		my ($what, @options) = @$command;
		my ($status, $out, $said) = exitreport($what, 'run', @options);

		is($status, 1, "names that none may have: status of $what");
		like($said, qr/run\.json: $_ has a name that none may have; it is left out$/m, "$what: $_ is named")
			for 'the matrix', 'cell 2', 'cell 3', 'cell 4';
		like($said, qr/records: a file has a name that none may have/, "$what: a file, too");
		like($said, qr/schema is "\?\[2J"/, "$what: a control character is shown, not sent");
		unlike("$out$said", qr/[\x00-\x09\x0b-\x1f\x7f]|example/, "$what: nothing but text, and no name");
	}
	unlike(report_text(), qr/example|[\x00-\x09\x0b-\x1f\x7f]/, 'nor in the report');
	unlike(slurp('run/tables/unused.csv'), qr/example|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]/, 'nor in a table');
}
raw_run_of('run', $tdp, broken($shadow, sub { $_[0]{cell}{$_} =~ s/fork/<b>/ for qw(id workload) }));
refuse(1, 'a workload whose name is markup', qr/records: a file has a name that none may have/, 'delta', 'run');

# A file in which there is nothing, or that is no file at all.
write_text('run/records/bochs-vmx.ept0.fork.s1.json', '');
refuse(1, 'an empty record', qr/ept0\.fork\.s1\.json: line 1: not valid JSON/, 'compare', 'run');
unlink('run/records/bochs-vmx.ept0.fork.s1.json');
mkdir('run/records/bochs-vmx.ept0.fork.s1.json');
refuse(1, 'a folder in its place', qr/ept0\.fork\.s1\.json: /, 'compare', 'run');

done_testing();
