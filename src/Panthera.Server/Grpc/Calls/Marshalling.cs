using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Panthera.Server.Grpc.Errors;

namespace Panthera.Server.Grpc.Calls;

/// <summary>Messages as bytes, for the gRPC server.</summary>
internal static class Marshalling
{
    internal static Method<TRequest, TResponse> MethodOf<TRequest, TResponse>(MethodDescriptor method, MethodType type)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new(type, method.Service.FullName, method.Name, Of<TRequest>(method.InputType), Of<TResponse>(method.OutputType));

    private static Marshaller<T> Of<T>(MessageDescriptor descriptor)
        where T : class, IMessage<T>
    {
        var parser = (MessageParser<T>)descriptor.Parser;
        return new(Write, context => Read(parser, descriptor, context));
    }

    private static void Write<T>(T message, SerializationContext context)
        where T : class, IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private static T Read<T>(MessageParser<T> parser, MessageDescriptor descriptor, DeserializationContext context)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw WireErrors.Invalid($"the message is no `{descriptor.FullName}`: {exception.Message}");
        }
    }
}
