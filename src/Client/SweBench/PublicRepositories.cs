using BenchCluster.Scoring;

namespace BenchCluster.Client.SweBench;

/// <summary>
/// How the tests of the public dataset's repositories are run in its images, and how their logs are read. The images have
/// the repository installed in the Conda environment <c>testbed</c>.
/// </summary>
internal static class PublicRepositories
{
    private const string Activate = "source /opt/miniconda3/bin/activate && conda activate testbed";

    /// <summary>The entries.</summary>
    public static IReadOnlyList<EnvironmentSpec> All { get; } =
    [
        Of("astropy/astropy", "pytest -rA -vv -o console_output_style=classic --tb=no", TestLogFormat.PytestV2),
        Of("django/django", "./tests/runtests.py --verbosity 2", TestLogFormat.Django) with { Versions = ["1.9"], Tests = TestTargetStyle.DjangoModules },
        Of("django/django", "./tests/runtests.py --verbosity 2 --settings=test_sqlite --parallel 1", TestLogFormat.Django) with
        {
            Tests = TestTargetStyle.DjangoModules,
            Setup = $"export LANG=en_US.UTF-8 LANGUAGE=en_US:en LC_ALL=en_US.UTF-8\n{Activate}",
        },
        Of("matplotlib/matplotlib", "pytest -rA", TestLogFormat.Matplotlib),
        Of("mwaskom/seaborn", "pytest --no-header -rA", TestLogFormat.Seaborn),
        Of("pallets/flask", "pytest -rA", TestLogFormat.Pytest),
        Of("psf/requests", "pytest -rA", TestLogFormat.PytestOptions),
        Of("pydata/xarray", "pytest --no-header -rA", TestLogFormat.Pytest),
        Of("pylint-dev/pylint", "pytest -rA", TestLogFormat.PytestOptions),
        Of("pytest-dev/pytest", "pytest -rA", TestLogFormat.Pytest),
        Of("scikit-learn/scikit-learn", "pytest --no-header -rA", TestLogFormat.PytestV2),
        Of("sphinx-doc/sphinx", "tox --current-env -epy39 -v --", TestLogFormat.PytestV2),
        Of("sympy/sympy", "PYTHONWARNINGS='ignore::UserWarning,ignore::SyntaxWarning' bin/test -C --verbose", TestLogFormat.Sympy),
        Of("marshmallow-code/marshmallow", "pytest -rA", TestLogFormat.Pytest),
        Of("pvlib/pvlib-python", "pytest -rA", TestLogFormat.Pytest),
        Of("pydicom/pydicom", "pytest -rA", TestLogFormat.PytestOptions),
        Of("pylint-dev/astroid", "pytest -rA", TestLogFormat.Pytest),
        Of("pyvista/pyvista", "pytest -rA", TestLogFormat.Pytest),
        Of("sqlfluff/sqlfluff", "pytest -rA", TestLogFormat.Pytest),
    ];

    private static EnvironmentSpec Of(string repo, string command, TestLogFormat format) =>
        new() { Repo = repo, Setup = Activate, TestCommand = $"{command} {{tests}}", LogFormat = format };
}
