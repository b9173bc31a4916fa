#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The page that answers the course exercise; and which exits are frequent.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Path qw(make_path remove_tree);
use FindBin qw($Bin);
use lib $Bin;
use Test::More;

my $agent;
BEGIN {
	# The program itself, on a meter that is not there.
	$agent = abs_path(($ENV{BUILD} // 'build') . '/test-programs/exitmeter-simulated');
}
use Golden;

plan skip_all => 'make build/test-programs/exitmeter-simulated' unless $agent && -x $agent;

my $frequent = 'Which exits are the most and the least frequent?';
my $sample = `$agent read`;
my $reasons = JSON::PP->new->decode(scalar `$agent reasons --json`);

# What a cell of the workload printed, with these reasons disabled.
sub classic
{
	my ($from, @disabled) = @_;
	my %is_disabled = map { $_ => 1 } @disabled;
	my $r = cell(from => "bochs-vmx.$from.fork.s1", workload => 'classic');
	my @list = map { { %$_, enabled => $is_disabled{$_->{reason}} ? JSON::PP::false : $_->{enabled} } }
		   @{$reasons->{reasons}};

	$r->{measured}{output} = $sample . JSON::PP->new->pretty->canonical->encode({ %$reasons, reasons => \@list });
	return $r;
}

sub report
{
	my ($status, undef, $told) = exitreport('report', 'data/run', '-o', 'REPORT.md');

	is($status, 0, 'report') or diag($told);
}

make_path('data');
my @boot = map { cell(from => "bochs-vmx.$_.boot.s1") } qw(ept1 ept0);
my @fork = map { cell(from => "bochs-vmx.$_.fork.s1") } qw(ept1 ept0);
# A job with so many exits that it would decide a sum; and what is no job.
my @large = map {
	edit_record($_, sub {
		my $net = $_[0]{measured}{window}{net};

		$net->{rows}{28} //= [0, 0, 0, 0, 0, 1000];
		$net->{rows}{28}[0] += 1_000_000;
		# Rare in this job, but more of them than of what is frequent in the other.
		$net->{rows}{$_} = [100 * $_, 100_000 * $_, 0, 0, 0, 1000] for 7, 9, 29, 31;
		$net->{exits} += 1_007_600;
	})
} map { cell(from => "bochs-vmx.$_.fork.s1", workload => 'large') } qw(ept1 ept0);
my @mechanism = map {
	edit_record($_, sub {
		$_[0]{workload}{group} = 'mechanism';
		$_[0]{measured}{window}{net}{rows}{36} = [1_000_000, 1_000_000_000, 0, 0, 0, 1000];
		$_[0]{measured}{window}{net}{exits} += 1_000_000;
	})
} map { cell(from => "bochs-vmx.$_.fork.s1", workload => 'mwait') } qw(ept1 ept0);

run_of('data/run', @boot, @fork, @large, @mechanism);
report();
my $text = section($frequent);
like($text, qr/^\| place \| boot, EPT on \| boot, EPT off \| 2 other jobs, EPT on \| 2 other jobs, EPT off \|$/m,
     'a boot, and the other jobs; no mechanism');
unlike($text, qr/36 MWAIT/, 'what a micro-benchmark makes is not frequent');
like($text, qr/^\| 1\. \| 30 IO_INSTRUCTION 53\.3 % \| 28 CR_ACCESS 78\.1 % \|/m, 'the most frequent of a boot');

# The share that each job has of a reason, then their mean: of two jobs, one nearly all for CR_ACCESS.
sub mean_share
{
	my ($reason, @records) = @_;
	my $sum = 0;

	for my $r (@records) {
		my ($net, $startup) = map { $r->{measured}{$_}{net} } qw(window startup);
		my %work = map { $_ => $net->{rows}{$_}[0] - ($startup && $startup->{rows}{$_} ? $startup->{rows}{$_}[0] : 0) }
			   grep { /^\d+$/ } keys %{$net->{rows}};
		my $all = 0;

		$all += $_ for grep { $_ > 0 } values %work;
		$sum += ($work{$reason} // 0) / $all;
	}
	return sprintf('%.1f %%', 100 * $sum / @records);
}

sub on_disk
{
	my ($workload, $parameter) = @_;
	return JSON::PP->new->decode(slurp("data/run/records/bochs-vmx.$parameter.$workload.s1.json"));
}

my $mean = mean_share(28, map { on_disk($_, 'ept0') } qw(fork large));
like($text, qr/\| 28 CR_ACCESS \Q$mean\E \|/, 'jobs weigh the same, whatever their length');
# What the least are sorted by, and nothing else, is printed: a sum over jobs is another order.
my ($least) = $text =~ /^\| least \|(?:[^|]*\|){2} ([^|]*) \|/m;
my %of = $least =~ /\G(?:, )?(\d+ \w+) \(([\d.]+) %\)/g;
my @printed = $least =~ /\(([\d.]+) %\)/g;
cmp_ok(scalar @printed, '>=', 3, 'the least frequent of jobs have shares');
is("@printed", join(' ', sort { $a <=> $b } @printed), 'in their order');
for my $name (keys %of) {
	my ($reason) = $name =~ /^(\d+)/;
	my $share = mean_share($reason, map { on_disk($_, 'ept1') } qw(fork large));

	cmp_ok(abs($of{$name} - $share =~ s/ %//r), '<=', 0.051, "$name: its mean share");
}
# DR_ACCESS and such are in none of these; WBINVD comes once, XSETBV twice.
like($text, qr/^\| least \| 54 WBINVD \(1\), 55 XSETBV \(2\), 0 EXCEPTION_NMI \(2\) \|/m, 'the least frequent');
my @tied = map {
	edit_record($_, sub {
		my $net = $_[0]{measured}{window}{net};

		$net->{rows}{$_} = [2, 2000, 0, 0, 0, 1000] for 9, 29;
		$net->{exits} += 4;
	})
} @boot;
run_of('data/run', @tied);
report();
like(section($frequent), qr/54 WBINVD \(1\), 55 XSETBV \(2\), 29 DR_ACCESS \(2\), 9 TASK_SWITCH \(2\), 0 EXCEPTION_NMI \(2\) \|/,
     'a tie is not cut');
like(section($frequent), qr/^\| reasons that came \| 10 \| 11 \|$/m,
     'how many came: emulation is no reason');
like(section($frequent), qr/\*\*Did not come in this boot and these jobs\*\* in both modes: .*72 to 81, 84 to 85; with EPT on only: 14 INVLPG, 58 INVPCID; with EPT off only: 48 EPT_VIOLATION\.$/m,
     'those that never came');
like(section($frequent), qr/\*\*Not defined\*\* by the manual: 35, 38, 42, 71, 82 to 83, 86 and above\.$/m, 'and that are not defined');

# What a guest was told.
run_of('data/classic', classic('ept1', 14, 58, 57), classic('ept0', 48, 49, 57));
run_of('data/run', @boot);
report();
like(section($frequent), qr/\*\*Not enabled by KVM\*\* in both modes: 57 RDRAND; with EPT on only: 14 INVLPG, 58 INVPCID; with EPT off only: 48 EPT_VIOLATION, 49 EPT_MISCONFIG\.$/m,
     'those that KVM does not enable in a mode');
like(section($frequent), qr/\*\*Can be enabled by this KVM, but did not come in this boot and these jobs\*\* .*; with EPT on only: 49 EPT_MISCONFIG\.$/m,
     'a reason that can\'t come is not one that did not');
my $page = slurp('data/run/report/assignment.md');
is(() = $page =~ /^```\n\$ exitmeter read\n\Q$sample\E```$/mg, 2, 'what exitmeter read prints, in both modes');
same('data/run/report/assignment.md', 'assignment.md', 'the page');

# An output that is another's.
run_of('data/classic', edit_record(classic('ept1'), sub { $_[0]{measured}{output} =~ s/"reason" : 7\b/"reason" : 700/ }));
refuse(1, 'reasons that are none', qr/its output is not that of "exitmeter read; exitmeter reasons --json"; run the cell again/,
       'report', 'data/run', '-o', 'REPORT.md');

done_testing();
