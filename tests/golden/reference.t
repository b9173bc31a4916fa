#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The committed report, charts and tables are what the committed records give.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Copy;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use lib $Bin;
use Drawing qw(same_drawing gnuplot_is_reference);
use Test::More;

my $exitreport = abs_path($ENV{EXITREPORT} // 'build/exitreport');
my $root = abs_path('.');
my $dir = tempdir(CLEANUP => 1);
my $run = 'data/reference';

delete $ENV{EXITMETER_ANALYSIS};
make_path("$dir/$run/records");
copy($_, "$dir/$_") for "$run/run.json", glob("$run/records/*.json");
# What lies beside the run, as far as it does: the report has sections about it.
my @beside = grep { -d $_ } qw(data/published data/kernel-tests data/overhead data/detail data/settings
			      data/verify data/timeline data/classic);
for my $folder (@beside) {
	make_path("$dir/$folder/records");
	copy($_, "$dir/$_") for grep { -f $_ } glob("$folder/* $folder/records/*.json");
}

chdir($dir) or die;
is(system("$exitreport check $run > check.log 2>&1"), 0, 'all laws hold in all records');
for my $step ("tables $run", "charts $run", "report $run -o REPORT.md",
	      map { ("tables data/$_ $_", "charts data/$_ $_") } grep { -d "data/$_" } qw(overhead detail timeline)) {
	is(system("$exitreport $step > step.log 2>&1"), 0, "exitreport $step");
}
is(system("$exitreport reproduce $root/$run $run > reproduce.log 2>&1"), 0,
   'the reference run reproduces itself');

my %companion = ('data/overhead' => 'overhead data/overhead', 'data/verify' => 'verify data/verify',
		 'data/detail' => 'detail data/detail', 'data/timeline' => 'timeline data/timeline');
for my $folder (grep { $companion{$_} } @beside) {
	is(system("$exitreport $companion{$folder} > step.log 2>&1"), 0,
	   "exitreport $companion{$folder}");
}
# They have the charts of all in them.
is(system("$exitreport report $run --html html > step.log 2>&1"), 0, 'exitreport report --html html');
cmp_ok(-s 'html/index.html', '<', 600 * 1024, 'the page of the report is soon there');

# Tables that can be read on a phone: one with more columns is two.
open(my $markdown, '<', 'REPORT.md') or die "REPORT.md: $!\n";
my @lines = <$markdown>;
is(join('', grep { /^\|/ && tr/|// > 10 } @lines), '', 'no table of the report has more than nine columns');
cmp_ok(scalar @lines, '<=', 500, 'the report is short');

# Links within the page, and those of README.md into the report.
open(my $page, '<', 'html/index.html') or die "html/index.html: $!\n";
my $html = do { local $/; <$page> };
my %id = map { $_ => 1 } $html =~ / id="([^"]+)"/g;
open(my $readme, '<', "$root/README.md") or die "README.md: $!\n";
my @links = ($html =~ /href="#([^"]+)"/g, do { local $/; <$readme> } =~ /REPORT\.md#([\w-]+)/g);
cmp_ok(scalar @links, '>', 20, 'the page has links within it');
is(join(' ', grep { !$id{$_} } @links), '', 'and each leads somewhere');

# Tables of the two largest are not committed.
my @derived = ("$run/report/*", (map { "$_/charts/*" } $run, qw(data/overhead data/detail data/timeline)),
	       map { "$_/tables/*" } qw(data/overhead data/timeline));
my @made = ('REPORT.md', glob("@derived"));
cmp_ok(scalar @made, '>', 20, 'report, tables and charts were made');
diag('gnuplot is not what drew the committed charts: what they say is compared, not their bytes')
	unless gnuplot_is_reference();
ok(same_drawing($_, "$root/$_"), "$_ is as committed") for @made;
my %made = map { $_ => 1 } @made;
chdir($root) or die;
ok($made{$_}, "$_ is not left over from an older version")
	for glob("@derived");

# The rows of the report that README.md shows.
open(my $report, '<', 'REPORT.md') or die "REPORT.md: $!\n";
my %line = map { $_ => 1 } <$report>;
my @shown = grep { /^\| (?:CPU \| KPTI|.*×)/ } do { open(my $f, '<', 'README.md') or die; <$f> };
cmp_ok(scalar @shown, '>=', 3, 'README.md shows rows of the report');
ok($line{$_}, 'as they are there: ' . substr($_, 0, 40)) for @shown;

# What README.md says that measuring costs, and of which exits.
my %added;
if (open(my $csv, '<', 'data/overhead/tables/overhead.csv')) {
	while (<$csv>) {
		$added{"$1 $2"} = $3 if /^\d+,bochs-vmx,tdp,[^,]*,[^,]*,\d+,exit,([\w-]+),(\w+),added,(-?\d+)$/;
	}
}
sub words_of
{
	my ($path) = @_;

	open(my $f, '<', "$root/$path") or die "$path: $!\n";
	local $/;
	return <$f> =~ s/\s+/ /gr;
}
my $said = words_of('README.md');
my @costs = $said =~ /costs ([\d,]+) instructions more\*\* than an unpatched one, one that goes through QEMU ([\d,]+); `perf kvm stat record` ([\d,]+), a BPF counter ([\d,]+)/;
is(join(' ', map { s/,//gr } @costs), join(' ', map { $added{$_} // 'unknown' } 'cpuid on', 'in-user on', 'cpuid perf', 'cpuid bpf'),
   'README.md: what the meter and others add to an exit');
@costs = words_of('kvm-instrumentation/README.md') =~ /On: ([\d,]+) instructions more than an unpatched KVM, .* and ([\d,]+) for one that goes through the VMM/;
is("@costs", join(' ', map { $added{$_} // 'unknown' } 'cpuid on', 'in-user on'), 'kvm-instrumentation/README.md: the same');

done_testing();
