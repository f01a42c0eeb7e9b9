using System.Text;
using BenchCluster.Index;

namespace BenchCluster.Http;

/// <summary>Answers in the contract's shapes.</summary>
internal static class Answers
{
    /// <summary>A view.</summary>
    public static IResult View<T>(T view) => Results.Json(view, WireJson.Options);

    /// <summary>An answer that says only that it was done.</summary>
    public static IResult Done() => Results.Text("{}", "application/json");

    /// <summary>A page of a list; the views are JSON already.</summary>
    public static IResult Page(string listName, ResourcePage page)
    {
        var text = new StringBuilder("{\"").Append(listName).Append("\":[");
        text.AppendJoin(',', page.Views).Append("],\"has_more\":").Append(page.HasMore ? "true" : "false");
        if (page.TotalCount is { } total)
            text.Append(",\"total_count\":").Append(total);
        return Results.Text(text.Append('}').ToString(), "application/json");
    }
}
