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

our @EXPORT = qw(cell run_of edit_record exitreport expect same refuse slurp write_text section);

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
my @settings = qw(memory vcpus spare kvm meter detail guest observer hugepages tdp_mmu vpid pti ioeventfd replace_smp timeline);

# A record made from one of the made-up ones: cell(from => name of the other record's
# cell, workload => ..., settings => {...}), with id, variant and settings as the runner
# writes them. Everything else is as in the other one.
sub cell
{
	my (%a) = @_;
	my $r = read_json("$golden/records/$a{from}.json");
	my $cell = $r->{cell};
	my %is = (%initial, %{$a{settings} // {}});
	my @variant = map { $is{$_} eq $initial{$_} ? () : "$_-$is{$_}" } @settings;

	$cell->{$_} = $a{$_} for grep { defined $a{$_} } qw(platform paging parameter workload seed);
	$cell->{$_} = $is{$_} + 0 for qw(memory vcpus);
	# Strings again, whatever was computed with them.
	$cell->{settings} = { map { $_ => "$is{$_}" } @settings };
	$cell->{variant} = join('.', @variant);
	(my $parameter = $cell->{parameter}) =~ s/=//;
	$cell->{id} = join('.', $cell->{platform}, $parameter, $cell->{workload},
			   "s$cell->{seed}", @variant);
	return $r;
}

# A folder with these records as a run.
sub run_of
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

# Exit status, standard output, standard error.
sub exitreport
{
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

# The report from one of its headings to the next; the file "section" gets it, too.
sub section
{
	my ($heading) = @_;
	my ($text) = slurp('REPORT.md') =~ /^(## \Q$heading\E\n.*?)(?=^## |\z)/ms;

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
