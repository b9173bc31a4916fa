#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The committed report, charts and tables are what the committed records give.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Compare;
use File::Copy;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;

my $exitreport = abs_path($ENV{EXITREPORT} // 'build/exitreport');
my $root = abs_path('.');
my $dir = tempdir(CLEANUP => 1);
my $run = 'data/reference';

$ENV{EXITMETER_ANALYSIS} = "$root/analysis";
make_path("$dir/$run/records");
copy($_, "$dir/$_") for "$run/run.json", glob("$run/records/*.json");
make_path("$dir/data/published");
copy($_, "$dir/$_") for glob('data/published/*');

chdir($dir) or die;
is(system("$exitreport check $run > check.log 2>&1"), 0, 'all laws hold in all records');
for my $step ("tables $run", "charts $run", "report $run -o REPORT.md") {
	is(system("$exitreport $step > step.log 2>&1"), 0, "exitreport $step");
}
is(system("$exitreport reproduce $root/$run $run > reproduce.log 2>&1"), 0,
   'the reference run reproduces itself');

my @made = ('REPORT.md', glob("$run/tables/*"), glob("$run/charts/*"));
cmp_ok(scalar @made, '>', 20, 'report, tables and charts were made');
is(compare($_, "$root/$_"), 0, "$_ is as committed") for @made;
my %made = map { $_ => 1 } @made;
chdir($root) or die;
ok($made{$_}, "$_ is not left over from an older version")
	for glob("$run/tables/* $run/charts/*");

done_testing();
