namespace Panthera.Permissions.Bitmaps;

/// <summary>Combines two bitmaps container by container; a container of one side alone is shared, not copied.</summary>
internal static class RoaringMerge
{
    internal interface IOperation
    {
        /// <summary>Whether a container that only the left has is in the result.</summary>
        static abstract bool KeepsLeft { get; }

        /// <summary>Whether a container that only the right has is in the result.</summary>
        static abstract bool KeepsRight { get; }

        static abstract Container Combine(in Container left, in Container right);
    }

    internal static RoaringBitmap Combine<TOperation>(RoaringBitmap left, RoaringBitmap right)
        where TOperation : struct, IOperation
    {
        if (right.IsEmpty && TOperation.KeepsLeft) return left;
        if (left.IsEmpty && TOperation.KeepsRight) return right;
        var ones = left.Containers;
        var others = right.Containers;
        var most = TOperation.KeepsRight ? ones.Length + others.Length : TOperation.KeepsLeft ? ones.Length : Math.Min(ones.Length, others.Length);
        var combined = new Container[most];
        int i = 0, j = 0, count = 0;
        while (i < ones.Length && j < others.Length)
        {
            if (ones[i].Key < others[j].Key)
            {
                if (TOperation.KeepsLeft) combined[count++] = ones[i];
                i++;
            }
            else if (others[j].Key < ones[i].Key)
            {
                if (TOperation.KeepsRight) combined[count++] = others[j];
                j++;
            }
            else
            {
                var both = TOperation.Combine(ones[i++], others[j++]);
                if (both.Cardinality > 0) combined[count++] = both;
            }
        }

        if (TOperation.KeepsLeft)
        {
            while (i < ones.Length) combined[count++] = ones[i++];
        }

        if (TOperation.KeepsRight)
        {
            while (j < others.Length) combined[count++] = others[j++];
        }

        return count == 0 ? RoaringBitmap.Empty : new(count == most ? combined : combined.AsSpan(0, count).ToArray());
    }

    internal static bool Intersect(RoaringBitmap left, RoaringBitmap right)
    {
        var ones = left.Containers;
        var others = right.Containers;
        for (int i = 0, j = 0; i < ones.Length && j < others.Length;)
        {
            if (ones[i].Key < others[j].Key) i++;
            else if (others[j].Key < ones[i].Key) j++;
            else if (ContainerOperations.Intersects(ones[i++], others[j++])) return true;
        }

        return false;
    }

    internal readonly struct AndOperation : IOperation
    {
        public static bool KeepsLeft => false;

        public static bool KeepsRight => false;

        public static Container Combine(in Container left, in Container right) => ContainerOperations.And(left, right);
    }

    internal readonly struct OrOperation : IOperation
    {
        public static bool KeepsLeft => true;

        public static bool KeepsRight => true;

        public static Container Combine(in Container left, in Container right) => ContainerOperations.Or(left, right);
    }

    internal readonly struct AndNotOperation : IOperation
    {
        public static bool KeepsLeft => true;

        public static bool KeepsRight => false;

        public static Container Combine(in Container left, in Container right) => ContainerOperations.AndNot(left, right);
    }

    internal readonly struct XorOperation : IOperation
    {
        public static bool KeepsLeft => true;

        public static bool KeepsRight => true;

        public static Container Combine(in Container left, in Container right) => ContainerOperations.Xor(left, right);
    }
}
