# SPDX-License-Identifier: GPL-2.0
# The table of what the kernel's own judges said: data/kernel-tests/results.csv, and
# README.md made of it. A test's new result replaces its old one.
package KernelTests;

use strict;
use warnings;
use Exporter qw(import);
use JSON::PP;
use Test::More;

our @EXPORT = qw(judge forget build series source kernel_objects run_matrix slurp);

my $dir = $ENV{KERNEL_TESTS} // 'data/kernel-tests';
my $build = $ENV{BUILD} // 'build';
my $line = $ENV{KERNEL_LINE} // '6.12';

# In the order of the table.
my @checks = (
	[compile => 'Warnings of gcc W=1 and sparse that the series adds'],
	[selftests => q(KVM selftests with the meter on, compared with KVM as it is)],
	[debug => 'What debug kernels say while they measure'],
	[mutation => 'Planted errors that must be noticed'],
	[prefix => 'The series commit by commit'],
	[intercepts => q("Enabled", compared with VMCS and VMCB)],
);
my @columns = qw(check what result series detail);

sub build { return $build }
sub series { return "kvm-instrumentation/patches/linux-$line" }

# As records name it, but its beginning only: which series a result is of.
sub series_hash
{
	my ($hash) = qx(cat ${\series()}/*.patch | sha256sum) =~ /^([0-9a-f]{12})/ or die "no series\n";
	return $hash;
}

sub kernel_objects { return "$build/linux/objects-$line" }

# The source that build-kernel.sh unpacked.
sub source
{
	my ($source) = glob("$build/linux/linux-source-$line-*/Kconfig");
	die "no source in $build/linux; make image\n" unless $source;
	return $source =~ s,/Kconfig$,,r;
}

sub slurp
{
	my ($file) = @_;
	open(my $f, '<', $file) or return '';
	local $/;
	return <$f>;
}

# run_matrix MATRIX, IMAGE, RUN, OPTION...: run cells, return their records by id. The
# folder of each workload is the first one that has it, so a matrix has those of one.
sub run_matrix
{
	my ($matrix, $image, $run, @options) = @_;
	my ($workload) = slurp($matrix) =~ /^workloads\s*=\s*(\S+)/m or die "$matrix: no workload\n";
	my ($workloads) = grep { -e "$_/$workload.workload" }
		qw(tests/kernel/workloads tests/cells/workloads benchmarks/workloads);
	die "$matrix: no workload $workload\n" unless $workloads;

	diag(scalar qx($build/exitbench run $matrix --workloads $workloads --image $build/image-$image -o $run @options 2>&1));
	return { map { my $r = decode_json(slurp($_)); ($r->{cell}{id} => $r) } glob("$run/records/*.json") };
}

sub rows
{
	my (undef, @lines) = split(/\n/, slurp("$dir/results.csv"));
	return map { my %row; @row{@columns} = split(/,/, $_, 5); \%row } @lines;
}

sub save
{
	my @rows = @_;
	my ($n, %order) = (0);

	$order{$_->[0]} = $n++ for @checks;
	@rows = sort { $order{$a->{check}} <=> $order{$b->{check}} || $a->{what} cmp $b->{what} } @rows;
	system('mkdir', '-p', $dir);
	open(my $csv, '>', "$dir/results.csv") or die "$dir/results.csv: $!\n";
	print $csv join(',', @columns), "\n";
	print $csv join(',', @{$_}{@columns}), "\n" for @rows;
	close($csv);

	open(my $md, '>', "$dir/README.md") or die "$dir/README.md: $!\n";
	print $md "# What the kernel's own judges said\n\n",
		"Written by `make test-kernel`; what each does is in ",
		"[TESTING.md](../../kvm-instrumentation/TESTING.md).\n";
	for my $check (@checks) {
		my @mine = grep { $_->{check} eq $check->[0] } @rows or next;
		print $md "\n## $check->[1]\n\n| what | result | series | detail |\n|---|---|---|---|\n";
		print $md "| $_->{what} | $_->{result} | $_->{series} | $_->{detail} |\n" for @mine;
	}
	close($md);
}

# forget CHECK: drop its rows, before it runs anew.
sub forget
{
	my ($check) = @_;
	save(grep { $_->{check} ne $check } rows());
}

# judge CHECK, WHAT, OK, DETAIL: a test, and its row of the table.
sub judge
{
	my ($check, $what, $ok, $detail) = @_;
	my @others;

	# The table's own punctuation.
	tr/,/;/ for $what;
	$detail =~ s/\s*\n\s*/; /g;
	$detail =~ s/\|/\//g;
	@others = grep { $_->{check} ne $check || $_->{what} ne $what } rows();
	save(@others, { check => $check, what => $what, result => $ok ? 'pass' : 'fail',
			series => series_hash(), detail => $detail });
	ok($ok, "$check: $what") or diag($detail);
}

1;
