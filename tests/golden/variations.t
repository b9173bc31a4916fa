#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report's section about what the settings change, from a run beside the report's own.
use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# A cell of fork or boot with other exits, kernel and busy cycles.
sub varied
{
	my ($from, $settings, $exits, $cycles, %more) = @_;
	my $r = cell(from => "bochs-vmx.$from.s1", settings => $settings, %more);
	my $net = $r->{measured}{window}{net};

	$net->{exits} += $exits // 0;
	$net->{kernel} += $cycles // 0;
	$net->{wall} += $cycles // 0;
	return $r;
}

sub failed
{
	my ($r) = @_;

	$r->{status} = 'failed';
	$r->{error} = 'the guest hangs';
	delete $r->{measured};
	return $r;
}

sub report
{
	is((exitreport('report', 'data/run', '-o', 'REPORT.md'))[0], 0, 'report');
	return section('What the settings change');
}

sub report_of
{
	run_of('data/settings', @_);
	return report();
}

my %pti_off = (pti => 'off');
my $auto = varied('ept1.boot', {});
$auto->{measured}{pti} = 'on';

make_path('data');
run_of('data/run', $auto, map { varied($_, {}) } qw(ept0.boot ept1.fork ept0.fork));

is(report(), undef, 'folder absent: no section');
like(report_text(), qr/^Not in this report, .* what the settings change \(`data\/settings`\),/m,
     'folder absent: says so');

# A plain cell of its own folder, one that only the other run has, none; one that failed, one
# without a window, one that is missing.
my $own = varied('ept0.fork', {}, 40, 80_000);
my $elsewhere = varied('ept1.boot', \%pti_off, -10, -20_000);
my $image = varied('ept0.boot', \%pti_off, -1960);
my $alone = varied('ept1.fork', \%pti_off, 0, 0, platform => 'tcg-svm', parameter => 'npt=1', workload => 'exec');
my $unmeasured = varied('ept1.fork', { meter => 'off' });

for my $window (grep { ref } @{$alone->{measured}}{qw(window startup)}) {
	@{$window->{meter}}{qw(vendor reasons)} = ('SVM', 274);
}
$image->{identity}{image} = 'another';
$unmeasured->{status} = 'unmeasured';
delete $unmeasured->{measured}{window};
run_of('data/settings', $own, varied('ept0.fork', \%pti_off, -360, -1_000_000), $elsewhere, $image, $alone,
       varied('ept0.fork', { memory => 128 }, 740), varied('ept0.fork', { memory => 512 }, 40, 80_000),
       varied('ept1.fork', { tdp_mmu => 'off', vpid => 'off' }, 4),
       varied('ept1.boot', { vpid => 'off' }), failed(varied('ept1.fork', { hugepages => 'off' })), $unmeasured,
       varied('ept1.fork', { vcpus => 2 }));
unlink(glob('data/settings/records/*vcpus-2.json'));
ok(report(), 'the section is there');
same('section', 'section-settings.md', 'as expected');
like(report_text(), qr/^### What bochs-vmx can't show.*^## What the settings change.*^## Workload by workload/ms,
     'between what the platform hides and the workloads');

# A plain cell that failed is not compared with.
like(report_of(failed(varied('ept0.fork', {})), varied('ept0.fork', \%pti_off, 540)),
     qr/\Q| bochs-vmx.ept0.fork.s1 | failed | the guest hangs |\E.*\Q| 1,460 | 2,000 | ×1.37 |\E.*plain cell of the run above/s,
     'a plain cell that failed: that of the other run');
like(report_of(varied('ept0.fork', \%pti_off, 0, 0, seed => 2)),
     qr/\*\*pti\*\*: no cell can be compared.*no plain cell to compare with/s, 'no plain cell with the seed');
like(report_of(map { varied('ept0.fork', \%pti_off, 0, 0, seed => $_) } 1, 2),
     qr/\Q| workload | seed | value |\E/, 'seeds show if there are several');
like(report_of(varied('ept0.fork', {})), qr/^- No cell with another setting was measured\.$/m, 'plain cells only');
like(report_of(failed(varied('ept0.fork', \%pti_off))), qr/^- No cell with.*\| failed \| the guest hangs \|/ms,
     'all failed');
like(report_of(varied('ept0.fork', { kvm => 'un-patched', observer => 'perf' })),
     qr/\| kvm un-patched, observer perf \|/, 'a value with a hyphen');
like(report_of(varied('ept0.fork', { kvm => 'un-patched' })), qr/^### kvm\n.*\| un-patched \|/ms, 'and alone');

# Named on the command line.
rename('data/settings', 'elsewhere') or die;
is((exitreport('report', 'data/run', '-o', 'REPORT.md', '--settings', 'elsewhere'))[0], 0, 'report --settings');
ok(section('What the settings change'), 'report --settings: has the section');
refuse(1, 'report --settings of nothing', qr/nowhere\/records: No such file.*it should tell what the settings change/,
       'report', 'data/run', '--settings', 'nowhere');
my ($record) = glob('elsewhere/records/*.json');
write_text($record, '{');
refuse(1, 'a damaged record', qr/\Q$record\E: line 1: not valid JSON/, 'report', 'data/run', '--settings', 'elsewhere');

done_testing();
