# SPDX-License-Identifier: GPL-2.0
# What the golden tests in Perl share: made-up records, and exitreport's output.
package Golden;
use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Compare qw(compare);
use File::Copy qw(copy);
use File::Path qw(make_path remove_tree);
use File::Temp qw(tempdir);
use JSON::PP ();
use Storable qw(dclone);
use Test::More;

our @EXPORT = qw(cell run_of raw_run_of settle_file edit_record exitreport expect same refuse slurp write_text section report_text);

my $golden = dirname(abs_path(__FILE__));
my $exitreport = abs_path($ENV{EXITREPORT} // 'build/exitreport');
my $json = JSON::PP->new->canonical->pretty;

# What exitreport needs beside its code it has in it.
delete $ENV{EXITMETER_ANALYSIS};
# Names of files in messages are relative to here.
my $work = tempdir(CLEANUP => 1);
chdir($work) or die;

sub read_json
{
	my ($path) = @_;

	open(my $f, '<', $path) or die "$path: $!";
	local $/;
	return $json->decode(<$f>);
}

sub write_json
{
	my ($path, $data) = @_;

	open(my $f, '>', $path) or die "$path: $!";
	print $f $json->encode($data);
	close($f) or die "$path: $!";
}

# The settings of a cell whose matrix says nothing.
my %initial = (memory => '256', vcpus => '1', spare => '0', kvm => 'patched', meter => 'on',
	       detail => 'off',
	       guest => 'any', observer => 'none', hugepages => 'on',
	       tdp_mmu => 'on', vpid => 'on', pti => 'auto', ioeventfd => 'on', replace_smp => 'on', timeline => 'off');
my @settings = qw(cpu memory vcpus spare kvm meter detail guest observer hugepages tdp_mmu vpid pti ioeventfd replace_smp timeline);

# The CPU that each platform has by default, which is what its records say.
my %cpu = ('bochs-vmx' => 'sapphire-rapids', 'bochs-svm' => 'zen', 'tcg-svm' => 'epyc');

# A record made from one of the made-up ones: cell(from => name of the other record's
# cell, workload => ..., settings => {...}), with id, variant and settings as the runner
# writes them. Everything else is as in the other one.
sub cell
{
	my (%a) = @_;
	my $r = read_json("$golden/records/$a{from}.json");
	my $cell = $r->{cell};
	$cell->{$_} = $a{$_} for grep { defined $a{$_} } qw(platform paging parameter workload seed);
	my %plain = (%initial, cpu => $cpu{$cell->{platform}} // 'auto');
	my %is = (%plain, %{$a{settings} // {}});
	my @variant = map { $is{$_} eq $plain{$_} ? () : "$_-$is{$_}" } @settings;

	$cell->{$_} = $is{$_} + 0 for qw(memory vcpus);
	# Strings again, whatever was computed with them.
	$cell->{settings} = { map { $_ => "$is{$_}" } @settings };
	for my $window (grep { ref } map { @$_{qw(window startup)} } grep { ref } $r->{measured}) {
		$window->{meter}{vcpus} = $cell->{vcpus} if $is{vcpus} ne '1';
	}
	$r->{measured}{pti} = $is{pti} if $is{pti} ne 'auto' && ref $r->{measured} && $r->{measured}{pti};
	$cell->{variant} = join('.', @variant);
	(my $parameter = $cell->{parameter}) =~ s/=//;
	$cell->{id} = join('.', $cell->{platform}, $parameter, $cell->{workload},
			   "s$cell->{seed}", @variant);
	return $r;
}

# The filler's row: PAUSE on VMX, DR8_READ on SVM. No made-up record has any.
my $filler = 40;

# What a ledger's edited numbers lack to the laws goes into the filler's row, KVM's statistic
# and the guest's time.
sub balance
{
	my ($l) = @_;
	my $rows = $l->{rows};
	my @counted = grep { /^(\d+|other)$/ } keys %$rows;
	my @charged = grep { $_ ne 'startup' } keys %$rows;
	my @lack = ($l->{exits}, @$l{qw(kernel user blocked offcpu)});

	$lack[0] -= $rows->{$_}[0] for @counted;
	for my $i (1 .. 4) {
		$lack[$i] -= $rows->{$_}[$i] for @charged;
	}
	if (grep { $_ } @lack) {
		$rows->{$filler} //= [(0) x 6];
		$rows->{$filler}[$_] += $lack[$_] for 0 .. 4;
	}
	$l->{kvm_exits} = $l->{exits} + $l->{vmfail} + $l->{emulation};
	$l->{guest} = $l->{wall};
	for my $row (values %$rows) {
		$l->{guest} -= $row->[$_] for 1 .. 4;
	}
}

# No exit of a CPU takes fewer than 100 cycles: what a row lacks is the longest one's.
sub lengthen
{
	my ($l) = @_;
	my @rows = map { $l->{rows}{$_} } grep { /^\d+$/ } sort keys %{$l->{rows}};
	my ($longest) = sort { $b->[1] <=> $a->[1] } @rows;

	for my $row (@rows) {
		my $lack = 100 * $row->[0] - $row->[1];

		next if $row == $longest || $lack <= 0;
		$row->[1] += $lack;
		$longest->[1] -= $lack;
	}
}

# A window whose net was edited, consistent again: its end is what follows from the rest.
sub settle_window
{
	my ($w, $is_cpu) = @_;
	my ($empty, $begin, $end, $net) = @$w{qw(empty begin end net)};
	my %rows;

	balance($_) for $empty, $begin, $net;
	if ($is_cpu) {
		lengthen($_) for $empty, $begin, $net;
	}
	for my $l ($empty, $begin, $net) {
		for my $row (keys %{$l->{rows}}) {
			$rows{$row}[$_] += $l->{rows}{$row}[$_] for 0 .. 4;
			$rows{$row}[5] = $end->{rows}{$row} ? $end->{rows}{$row}[5] : 0;
		}
	}
	$end->{rows} = \%rows;
	for my $sum (grep { !/^(rows|serial|tsc)$/ && !ref $net->{$_} } keys %$net) {
		$end->{$sum} = $net->{$sum} + $begin->{$sum} + $empty->{$sum};
	}
}

# A record that was edited, consistent again: one that breaks a law is in no table. Those with
# points, details or vCPUs of their own are not looked at.
sub settle
{
	my ($r) = @_;
	my $m = $r->{measured} or return;
	my $window = $m->{window};

	return if $m->{points} || !ref $window || $window->{vcpus} || $window->{net}{histograms} ||
		  $window->{net}{keys};
	settle_window($_, $r->{cell}{platform} =~ /^(host|nested)$/) for grep { ref } @$m{qw(window startup)};
	# Read after the window had closed.
	my $end = $m->{host_ledger}{end} // [];
	my $exits = 0;
	$exits += $_->{sums}{exits} for grep { ref eq 'HASH' && ref $_->{sums} } @$end;
	$m->{host_ledger}{end} = undef if @$end && $window->{end}{exits} > $exits;
}

# Likewise a file.
sub settle_file
{
	my ($path) = @_;
	my $r = read_json($path);

	settle($r);
	write_json($path, $r);
}

# A folder with these records as a run, consistent again after edits of windows.
sub run_of
{
	my ($folder, @records) = @_;

	settle($_) for @records = map { dclone($_) } @records;
	raw_run_of($folder, @records);
}

# Likewise, whatever is wrong with them.
sub raw_run_of
{
	my ($folder, @records) = @_;

	remove_tree($folder);
	make_path("$folder/records");
	write_json("$folder/records/$_->{cell}{id}.json", $_) for @records;
	write_json("$folder/run.json", { schema => 'exitmeter-run/1', matrix => 'made-up',
					 cells => [map { $_->{cell}{id} } @records] });
}

# A copy of a record, changed.
sub edit_record
{
	my ($record, $change) = @_;
	my $copy = dclone($record);

	$change->($copy);
	return $copy;
}

# What the last "exitreport report" wrote.
my ($report, $reported);

# Exit status, standard output, standard error.
sub exitreport
{
	if ($_[0] eq 'report') {
		$reported = $_[1];
		$report = "$reported/REPORT.md";
		$_[$_ - 1] eq '-o' and $report = $_[$_] for 1 .. $#_;
	}
	my $status = system("$exitreport " . join(' ', map { "'$_'" } @_) . ' > out 2> err');
	my @text = map { open(my $f, '<', $_) or die; local $/; <$f> // '' } qw(out err);

	return ($status >> 8, @text);
}

# A file is as expected.
sub same
{
	my ($is, $expected, $name) = @_;

	copy($is, "$golden/$expected") or die if $ENV{UPDATE};
	my $same = compare($is, "$golden/$expected") == 0;
	diag(scalar `diff -u $golden/$expected $is | head -n 40`) unless $same;
	ok($same, $name);
}

# Its output and status are as expected.
sub expect
{
	my ($status, $expected, $name, @arguments) = @_;
	my ($is, undef, $errors) = exitreport(@arguments);

	same('out', $expected, $name);
	is($is, $status, "$name: exit status") or diag($errors);
}

sub slurp
{
	my ($path) = @_;

	open(my $f, '<', $path) or return '';
	local $/;
	return <$f>;
}

sub write_text
{
	my ($path, $text) = @_;

	open(my $f, '>', $path) or die "$path: $!";
	print $f $text;
	close($f) or die "$path: $!";
}

# All documents of the last report, one after the other.
sub report_text
{
	return join('', map { slurp($_) } $report, sort glob("$reported/report/*.md"));
}

# The report, or an appendix, from one of its headings to the next; the file "section" gets it, too.
sub section
{
	my ($heading) = @_;
	my ($text) = report_text() =~ /^(## \Q$heading\E\n.*?)(?=^##? |\z)/ms;

	write_text('section', $text // '');
	return $text;
}

# It fails, and says why.
sub refuse
{
	my ($status, $name, $pattern, @arguments) = @_;
	my ($is, $out, $errors) = exitreport(@arguments);

	ok($is == $status && "$out$errors" =~ $pattern, $name)
		or diag("exit status $is, wanted $status and $pattern in:\n$out$errors");
}

1;
