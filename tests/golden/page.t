#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report as a page: all of it in one file, well-formed, and harmless whatever a record says.
use strict;
use warnings;
use File::Basename qw(basename);
use File::Copy qw(copy);
use File::Path qw(make_path remove_tree);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# Each chart that the report links to, as an SVG of the same few ids.
sub draw_charts
{
	my ($run) = @_;

	is((exitreport('report', $run))[0], 0, "$run: the report in Markdown");
	my @charts = slurp("$run/REPORT.md") =~ /^!\[.*\]\((\S*\.svg)\)$/mg;
	cmp_ok(scalar @charts, '>', 5, "$run: it links to charts");
	make_path("$run/charts");
	for my $chart (@charts) {
		(my $text = $chart) =~ s/</&lt;/g;
		write_text("$run/$chart", "<svg viewBox='0 0 10 5' xmlns='http://www.w3.org/2000/svg' " .
			   "xmlns:xlink='http://www.w3.org/1999/xlink'><desc>$text</desc><defs>" .
			   "<path id='point' d='M0,0 h1'/></defs><use xlink:href='#point'/></svg>\n");
	}
	return @charts;
}

sub xpath
{
	my ($file, $path) = @_;
	my $is = `xmllint --xpath "$path" $file 2>&1`;

	chomp($is);
	return $is;
}

# What holds for every page.
sub check_page
{
	my ($file, $name) = @_;
	my $page = slurp($file);
	my @ids = $page =~ /\sid="([^"]*)"/g;
	my %has = map { $_ => 1 } @ids;

	is(`xmllint --nonet --noout $file 2>&1`, '', "$name: well-formed");
	is(scalar(keys %has), scalar(@ids), "$name: no id is there twice");
	is(join(' ', grep { !$has{$_} } $page =~ /\shref="#([^"]*)"/g), '',
	   "$name: all anchors that are linked to are there");
	is(join(' ', grep { !$has{$_} } $page =~ /aria-labelledby="([^"]*)"/g), '',
	   "$name: all charts have a name");
	is(xpath($file, 'count(//script | //img | //iframe | //object | //link | //image)'), 0,
	   "$name: nothing is loaded, nothing runs");
	is(xpath($file, "count(//\@*[starts-with(name(), 'on') or name() = 'src'])"), 0,
	   "$name: not by an attribute either");
	unlike($page, qr/<a [^>]*href="(?!#)(?!records\/)[^"]*example/, "$name: no record makes a link");
	unlike($page, qr/url\((?!#)|\@import/, "$name: nor by the style");
	my @levels = $page =~ /<h(\d)/g;
	is($levels[0], 1, "$name: the first heading is the page's");
	is(scalar(grep { $levels[$_] == 1 || $levels[$_] > $levels[$_ - 1] + 1 } 1 .. $#levels), 0,
	   "$name: no level of headings is left out");
}

make_path('run/records');
copy($_, 'run/records') or die for glob("$Bin/records/*");
copy("$Bin/run.json", 'run') or die;
my @charts = draw_charts('run');
is((exitreport('report', 'run', '-o', 'run/report.html'))[0], 0, 'report.html');
check_page('run/report.html', 'report.html');
# As many of each as the Markdown has.
my $markdown = slurp('run/REPORT.md');
is(xpath('run/report.html', 'count(//main/h2)'), scalar(() = $markdown =~ /^## /mg), 'report.html: all sections');
is(xpath('run/report.html', 'count(//table)'), scalar(() = $markdown =~ /^\|[ :-]+\|/mg), 'report.html: all tables');
is(xpath('run/report.html', 'count(//tbody/tr/th[1])'), xpath('run/report.html', 'count(//tbody/tr)'),
   'report.html: the first cell of a row names it');
is(xpath('run/report.html', 'count(//nav//a)'), scalar(() = $markdown =~ /^##+ /mg), 'report.html: contents of all headings');
is(xpath('run/report.html', 'count(//figure/div/svg)'), scalar(@charts), 'report.html: all charts');
like(slurp('run/report.html'), qr/\Q${\slurp("$Bin\/..\/..\/analysis\/page\/page.css")}\E<\/style>/,
     'report.html: the style');

my $first = slurp('run/report.html');
exitreport('report', 'run', '-o', 'run/report.html');
is(slurp('run/report.html'), $first, 'report.html: the same twice');
make_path('elsewhere');
is((exitreport('report', 'run', '-o', 'elsewhere/R.html'))[0], 0, 'a page in another folder');
is(xpath('elsewhere/R.html', 'count(//figure/div/svg)'), scalar(@charts), 'a page in another folder: all charts');

# Records that would have their way with the page.
my $evil = "<script>alert(1)</script> ![i](http://example.org/i.svg) [l](javascript:x) </style> " .
	   "**bold** &lt; \x{7c} \"q\" <img src=x onerror=y>\n## heading";
sub make_evil
{
	my ($r) = @_;

	$r->{workload}{$_} = $evil for qw(summary operations);
	$r->{identity}{$evil} = $evil;
	$r->{error} = $evil;
	return $r;
}

my $failed = make_evil(cell(from => 'bochs-vmx.ept1.boot.s1', workload => 'failed'));
$failed->{status} = 'failed';
run_of('evil', $failed, map { make_evil(cell(from => "bochs-vmx.$_.fork.s1")) } qw(ept1 ept0));
draw_charts('evil');
is((exitreport('report', 'evil', '-o', 'evil/report.html'))[0], 0, 'a run with evil records');
check_page('evil/report.html', 'evil records');
my $shown = '&lt;script&gt;alert(1)&lt;/script&gt; ![i](http://example.org/i.svg) ' .
	    '[l](javascript:x) &lt;/style&gt; **bold** &amp;lt; | "q" ' .
	    '&lt;img src=x onerror=y&gt; ## heading';
my $times = () = slurp('evil/report.html') =~ /\Q$shown\E/g;
is($times, 5, 'evil records: all of their text shows as it is');

# Names have no escapes, and still do no harm.
run_of('named', map { cell(from => "bochs-vmx.$_.fork.s1", workload => '<script>x<') } qw(ept1 ept0));
draw_charts('named');
exitreport('report', 'named', '-o', 'named/report.html');
check_page('named/report.html', 'an evil name');

# What can't be a page leaves the old one as it is.
sub keeps
{
	my ($name, $pattern) = @_;

	write_text('run/report.html', 'old');
	refuse(1, $name, $pattern, 'report', 'run', '-o', 'run/report.html');
	is(slurp('run/report.html'), 'old', "$name: the old page is left alone");
	is(join(' ', glob('run/*.tmp')), '', "$name: no temporary file");
}

my $last = "run/$charts[-1]";
write_text($last, "<svg viewBox='0 0 1 1'><g>");
keeps('a chart that ends early', qr/\Q$last\E: not a chart; draw the charts again/);
write_text($last, "<svg viewBox='0 0 1 1'><script>alert(1)</script></svg>");
keeps('a chart with a script', qr/\Q$last\E: not a chart; draw the charts again/);
{
	local $ENV{PATH} = '/nowhere';
	keeps('no pandoc', qr/pandoc: not found; install pandoc/);
}
unlink($last) or die;
keeps('a chart that is missing',
      qr/read \Q$last\E: No such file or directory; draw the charts again: 'exitreport charts RUN'/);
is((exitreport('report', 'run'))[0], 0, 'a chart that is missing: Markdown only links to it');
{
	local $ENV{EXITMETER_ANALYSIS} = 'half';
	make_path('half', 'data');
	symlink("$Bin/../../data/published", 'data/published') or die;
	for my $folder (grep { -d && !/\/page$/ } glob("$Bin/../../analysis/*")) {
		symlink($folder, 'half/' . basename($folder)) or die;
	}
	keeps('no style', qr/read half\/page\/page.css: No such file.*EXITMETER_ANALYSIS must be/);
}

SKIP: {
	skip('no gnuplot', 4) if system('command -v gnuplot > /dev/null');
	# Of one mode alone there is no heat map.
	run_of('alone', cell(from => 'bochs-vmx.ept1.fork.s1'));
	is((exitreport('charts', 'alone'))[0], 0, 'one mode: charts');
	is((exitreport('report', 'alone', '-o', 'alone/report.html'))[0], 0, 'one mode: a page of them');
	remove_tree('run/charts');
	is((exitreport('charts', 'run'))[0], 0, "gnuplot's charts");
	is((exitreport('report', 'run', '-o', 'run/report.html'))[0], 0, "a page of gnuplot's charts");
	check_page('run/report.html', "gnuplot's charts");
}

done_testing();
